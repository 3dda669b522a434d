import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Language } from '../../kit/subgraph.ts';
import { chooseLanguage } from './language.ts';
import { errorPage } from './pages/error-page.ts';
import { loggedOutPage, logoutPage } from './pages/logout-pages.ts';

function languageOf(ctx: KoaContextWithOIDC): Language {
  return chooseLanguage(ctx.oidc.params?.['ui_locales'], ctx.get('accept-language'));
}

function send(ctx: KoaContextWithOIDC, page: string): void {
  ctx.type = 'html';
  ctx.body = page;
}

/** The error as JSON for programs; for people, a page with the code alone: descriptions are for developers and are logged. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  if (ctx.accepts('json', 'html') === 'json') ctx.body = out;
  else
    send(
      ctx,
      errorPage({
        language: languageOf(ctx),
        issuer: ctx.oidc.provider.issuer,
        code: out.error,
        description: out.error_description,
      }),
    );
}

/** `form` is oidc-provider's own form, with the token against forged requests; the page's buttons belong to it. */
export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  send(ctx, logoutPage({ language: languageOf(ctx), issuer: ctx.oidc.provider.issuer, form }));
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  send(ctx, loggedOutPage({ language: languageOf(ctx), issuer: ctx.oidc.provider.issuer }));
}
