/**
 * Threat: a page that asks for an identity and can be framed, scripted or made to send what was typed elsewhere.
 * Rule: no scripts at all, one stylesheet of our own, no frames; forms go here, and from here back to registered clients only
 * (browsers hold redirects after a form to `form-action` too).
 * `script-src` is named so that oidc-provider can add the hash of its one own script, which posts a form on.
 */
export function securityHeaders(clientOrigins: readonly string[]): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `script-src 'report-sample'`,
    `style-src 'self'`,
    `form-action 'self' ${[...clientOrigins, 'http://127.0.0.1:*'].join(' ')}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  };
}
