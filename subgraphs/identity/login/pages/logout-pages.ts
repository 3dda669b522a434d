import { html, trusted } from '../../../../platform/html.ts';
import { layout, type PageContext } from './layout.ts';
import { texts } from './texts.ts';

/** Asks before it logs out, so that no other site can do it unseen. `form` is oidc-provider's, named `op.logoutForm`. */
export function logoutPage({ form, ...context }: PageContext & { form: string }): string {
  const text = texts[context.language];
  const content = html`
    <h1>${text.logoutQuestion}</h1>
    <p class="lead">${text.logoutExplanation}</p>
    ${trusted(form)}
    <p class="actions">
      <button class="primary" form="op.logoutForm" name="logout" value="yes">${text.logout}</button>
      <button class="secondary" form="op.logoutForm">${text.stay}</button>
    </p>
  `;
  return layout(context, { title: text.logout, content });
}

export function loggedOutPage(context: PageContext): string {
  const text = texts[context.language];
  const content = html`<h1>${text.loggedOut}</h1>
    <p class="lead">${text.loggedOutHint}</p>`;
  return layout(context, { title: text.loggedOut, content });
}
