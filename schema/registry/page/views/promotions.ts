import { html, type Html } from '../../../../platform/html.ts';
import { form, moment, table, type PageContext } from '../page.ts';
import { tag } from './parts.ts';
import type { View } from './view.ts';

interface Promotion {
  id: string;
  launch: { id: string; ref: string; counter: number };
  target: { ref: string };
  requestedBy: { holder: string } | null;
  requestedAt: string;
  decidedBy: { holder: string } | null;
  decidedAt: string | null;
  result: { id: string; counter: number } | null;
}

function state({ id, result, decidedAt }: Promotion, page: PageContext): Html {
  const { text, actor } = page;
  if (result) return html`${tag(text.live, 'good')} <a href="/launches/${result.id}">${result.counter}</a>`;
  if (decidedAt) return tag(text.declined, 'off');
  if (actor.role !== 'admin') return tag(text.waits, 'warn');
  return html`${form(page, `/promotions/${id}/accept`, html`<button class="primary">${text.accept}</button>`)}
  ${form(page, `/promotions/${id}/decline`, html`<button>${text.decline}</button>`)}`;
}

/** Launches that are to be taken over into another variant. */
export const promotions: View<{ graph: { promotions: Promotion[] } | null }> = {
  path: '/variants/:ref/promotions',
  query: `query ($id: ID!) { graph(id: $id) { promotions { id launch { id ref counter } target { ref }
    requestedBy { holder } requestedAt decidedBy { holder } decidedAt result { id counter } } } }`,
  variables: ({ ref = '' }) => ({ id: ref.split('@')[0] }),
  render({ graph }, page) {
    if (!graph) return null;
    const { text, language } = page;
    const rows = graph.promotions.map((each) => [
      html`${each.launch.ref} <a href="/launches/${each.launch.id}">${each.launch.counter}</a>`,
      html`${each.target.ref}`,
      html`${[each.requestedBy?.holder, each.decidedBy?.holder].filter(Boolean).join(', ')}`,
      moment(each.requestedAt, language),
      state(each, page),
    ]);
    const content = html`<h1>${text.promotions}</h1>
      <p class="lead">${text.twoPeople}</p>
      ${table(text.promotions, [text.from, text.to, text.by, text.at, ''], rows, text.nothingYet)}`;
    return { title: text.promotions, content, section: 'promotions' };
  },
};
