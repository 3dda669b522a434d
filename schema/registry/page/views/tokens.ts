import { html, type Html } from '../../../../platform/html.ts';
import { form, moment, table, type PageContext } from '../page.ts';
import { tag } from './parts.ts';
import type { View } from './view.ts';

interface Token {
  id: string;
  agency: { slug: string; name: string } | null;
  role: string;
  subgraphs: string[] | null;
  holder: string;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

const roles = ['READ', 'CHECK', 'PUBLISH', 'ADMIN', 'GATEWAY'];

function stateOf({ id, revokedAt, expiresAt }: Token, page: PageContext): Html {
  if (revokedAt) return tag(page.text.revoked, 'off');
  if (expiresAt < new Date().toISOString()) return tag(page.text.expired, 'off');
  return form(page, `/tokens/${id}/revoke`, html`<button>${page.text.revoke}</button>`);
}

function newTokenForm(agencies: Data['agencies'], page: PageContext): Html {
  const { text, actor } = page;
  const offered = actor.agency === null ? agencies : agencies.filter(({ slug }) => slug === actor.agency);
  return form(
    page,
    '/tokens',
    html`<label
        >${text.agency}
        <select name="agency">
          ${actor.agency === null && html`<option value="">${text.operators}</option>`}
          ${offered.map(({ slug, name }) => html`<option value="${slug}">${name}</option>`)}
        </select></label
      ><label
        >${text.role}
        <select name="role">
          ${roles.map((role) => html`<option value="${role}">${role.toLowerCase()}</option>`)}
        </select></label
      ><label>${text.holder} <input name="holder" required maxlength="100" /></label
      ><label>${text.onlySubgraphs} <input name="subgraphs" /></label
      ><label>${text.validDays} <input name="days" type="number" min="1" max="400" value="90" required /></label
      ><button class="primary">${text.create}</button>`,
    'row',
  );
}

interface Data {
  tokens: Token[];
  agencies: { slug: string; name: string }[];
}

/** Tokens of one's agency: who may do what. */
export const tokens: View<Data> = {
  path: '/variants/:ref/tokens',
  query: `{ tokens { id agency { slug name } role subgraphs holder expiresAt revokedAt lastUsedAt } agencies { slug name } }`,
  variables: () => ({}),
  render({ tokens: found, agencies }, page) {
    const { text, language } = page;
    const rows = found.map((each) => [
      html`${each.holder}<br /><code>${each.id}</code>`,
      html`${each.agency?.name ?? text.operators}`,
      html`${each.role.toLowerCase()}`,
      html`${each.subgraphs?.join(', ') ?? text.all}`,
      moment(each.expiresAt, language),
      each.lastUsedAt ? moment(each.lastUsedAt, language) : html`${text.never}`,
      stateOf(each, page),
    ]);
    const columns = [text.holder, text.agency, text.role, text.subgraphs, text.expires, text.lastUsed, ''];
    const content = html`<h1>${text.tokens}</h1>
      ${table(text.tokens, columns, rows, text.nothingYet)}
      <h2>${text.newToken}</h2>
      ${newTokenForm(agencies, page)}`;
    return { title: text.tokens, content, section: 'tokens' };
  },
};
