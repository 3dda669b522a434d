import { html } from '../../../../platform/html.ts';
import { moment, table } from '../page.ts';
import type { View } from './view.ts';

interface Data {
  graph: { ownership: { coordinate: string; agency: { slug: string; name: string }; since: string }[] } | null;
}

/** Who owns which part of the graph. */
export const owners: View<Data> = {
  path: '/variants/:ref/owners',
  query: `query ($id: ID!, $prefix: String) { graph(id: $id) {
    ownership(prefix: $prefix, first: 1000) { coordinate agency { slug name } since } } }`,
  variables: ({ ref = '', prefix }) => ({ id: ref.split('@')[0], prefix: prefix || null }),
  render({ graph }, { text, language }, { prefix = '' }) {
    if (!graph) return null;
    const rows = graph.ownership.map(({ coordinate, agency, since }) => [
      html`<code>${coordinate}</code>`,
      html`<span title="${agency.slug}">${agency.name}</span>`,
      moment(since, language),
    ]);
    const content = html`<h1>${text.owners}</h1>
      <form class="row" method="get" role="search">
        <label>${text.prefix} <input name="prefix" value="${prefix}" placeholder="Citizen." /></label>
        <button>${text.show}</button>
      </form>
      ${table(text.owners, [text.part, text.agency, text.since], rows, text.nothingYet)}`;
    return { title: text.owners, content, section: 'owners' };
  },
};
