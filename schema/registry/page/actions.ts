import { html, type Html } from '../../../platform/html.ts';
import { pathOf, type PageContext, type Section } from './page.ts';

export type Form = Record<string, string | undefined>;

/** What a form asks the API for. */
export interface Action {
  /** Route in the form of Fastify. */
  path: string;
  query: string;
  variables(form: Form, parameters: Form): Record<string, unknown>;
  /** Where one goes when it is done … */
  next?: Section | ((parameters: Form) => string);
  /** … or what is shown, where it can be shown only once. */
  show?(data: Record<string, unknown>, page: PageContext): Html;
  /** Whether the API did what was asked; it says no in its data where checks refuse. */
  isDone?(data: Record<string, unknown>): boolean;
}

const decide = (name: string, approve: boolean): Action => ({
  path: `/promotions/:id/${name}`,
  query: 'mutation ($id: ID!, $approve: Boolean!) { decidePromotion(id: $id, approve: $approve) { accepted } }',
  variables: (_form, { id }) => ({ id, approve }),
  isDone: (data) => !approve || (data['decidePromotion'] as { accepted: boolean }).accepted,
  next: 'promotions',
});

/** Everything that can be done on the page. */
export const actions: readonly Action[] = [
  {
    path: '/tokens',
    query: 'mutation ($input: TokenInput!) { createToken(input: $input) { text } }',
    variables({ agency, role, holder, subgraphs, days }) {
      const names = (subgraphs ?? '').split(',').flatMap((name) => name.trim() || []);
      return {
        input: { agency: agency || null, role, holder, days: Number(days), subgraphs: names.length > 0 ? names : null },
      };
    },
    show(data, { text, ref }) {
      return html`<h1>${text.newToken}</h1>
        <div class="notice">
          ${text.keepIt}<code class="secret">${(data['createToken'] as { text: string }).text}</code>
        </div>
        <p><a href="${pathOf(ref, 'tokens')}">${text.tokens}</a></p>`;
    },
  },
  {
    path: '/tokens/:id/revoke',
    query: 'mutation ($id: ID!) { revokeToken(id: $id) { id } }',
    variables: (_form, { id }) => ({ id }),
    next: 'tokens',
  },
  {
    path: '/checks/:id/approve',
    query: 'mutation ($input: ApprovalInput!) { approve(input: $input) { id } }',
    variables: ({ key, note }, { id }) => ({ input: { check: id, key, note } }),
    next: ({ id }) => `/checks/${id}`,
  },
  {
    path: '/launches/:id/rollback',
    query: 'mutation ($ref: ID!, $id: ID!) { rollback(ref: $ref, launch: $id) { id } }',
    variables: ({ ref }, { id }) => ({ ref, id }),
    next: 'overview',
  },
  {
    path: '/launches/:id/promote',
    query: 'mutation ($id: ID!, $target: String!) { requestPromotion(launch: $id, target: $target) { id } }',
    variables: ({ target }, { id }) => ({ id, target }),
    next: 'promotions',
  },
  decide('accept', true),
  decide('decline', false),
];
