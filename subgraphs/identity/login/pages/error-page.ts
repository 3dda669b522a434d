import { html } from '../../../../platform/html.ts';
import { layout, type PageContext } from './layout.ts';
import { texts } from './texts.ts';

export interface ErrorPage extends PageContext {
  /** The error's code (RFC 6749, 4.1.2.1, and some of our own). */
  code: string;
  /** oidc-provider's words for developers. */
  description?: string | undefined;
}

/** What went wrong and what to do next; the code is for whoever gives support. */
export function errorPage({ code, description, ...context }: ErrorPage): string {
  const text = texts[context.language];
  const explanation = text.errors[code] ?? text.errors['invalid_request'] ?? '';
  const content = html`
    <h1>${text.errorTitle}</h1>
    <p class="lead">${explanation}</p>
    <p>${text.errorHint}</p>
    <p class="code">${text.errorCode}: <code>${code}</code>${description !== undefined && html` (${description})`}</p>
  `;
  return layout(context, { title: text.errorTitle, content });
}
