/**
 * Content-Security-Policy of the playground's pages.
 *
 * Threat: the page holds an access token in sessionStorage; a script that gets in (through a description in a
 * schema, a response, a dependency) could read it and send it away.
 * Rule: scripts and workers only as files of this origin, requests only to this origin and the issuer, no framing.
 *
 * `style-src` allows inline styles: Monaco, the editor inside GraphiQL, positions every line by `style` attributes
 * in generated HTML and writes its theme into `<style>` elements, and has no nonce for them. `data:` is for the fonts
 * and icons that GraphiQL and Monaco carry inside their style sheets.
 *
 * @param issuer address of the OpenID Connect issuer, of which only the origin counts
 */
export function contentSecurityPolicy(issuer: string | undefined): string {
  const connect = issuer === undefined ? "'self'" : `'self' ${new URL(issuer).origin}`;
  return [
    "default-src 'self'",
    "script-src 'self'",
    "worker-src 'self'",
    `connect-src ${connect}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
