import { html } from '../../../../platform/html.ts';
import { launchFields, type LaunchSummary } from '../../cli/launch-summary.ts';
import { moment, pathOf, table } from '../page.ts';
import { checkSummaryFields, checkTable, launchTable, tag, type CheckSummary } from './parts.ts';
import type { View } from './view.ts';

interface Part {
  name: string;
  agency: { slug: string; name: string };
  url: string;
  publishedAt: string;
}

interface Data {
  variant: {
    ref: string;
    production: boolean;
    live: { id: string; counter: number; createdAt: string } | null;
    parts: Part[];
    launches: LaunchSummary[];
    checks: CheckSummary[];
  } | null;
  graphs: { id: string; title: string; variants: { ref: string; live: { counter: number } | null }[] }[];
}

/** What is live in a variant, what it is made of, and what happened last. */
export const overview: View<Data> = {
  path: '/variants/:ref',
  query: `query ($ref: ID!) {
    variant(ref: $ref) { ref production live { id counter createdAt } parts { name agency { slug name } url publishedAt }
      launches(first: 5) { ${launchFields} } checks(first: 5) { ${checkSummaryFields} } }
    graphs { id title variants { ref live { counter } } } }`,
  variables: ({ ref }) => ({ ref }),
  render({ variant, graphs }, context) {
    if (!variant) return null;
    const { text, language, ref } = context;
    const columns = [text.subgraph, text.agency, text.url, text.publishedAt];
    const rows = variant.parts.map(({ name, agency, url, publishedAt }) => [
      html`<strong>${name}</strong>`,
      html`<span title="${agency.slug}">${agency.name}</span>`,
      html`<code>${url}</code>`,
      moment(publishedAt, language),
    ]);
    const { live } = variant;
    const others = graphs.flatMap((graph) => graph.variants);
    const content = html`
      <h1>${ref} ${variant.production && tag(text.production, 'warn')}</h1>
      <p class="lead">
        ${live ? html`${text.launch} <a href="/launches/${live.id}">${live.counter}</a> ${text.live}, ${moment(live.createdAt, language)}` : text.nothingYet}
      </p>
      <h2>${text.subgraphs}</h2>
      ${table(text.subgraphs, columns, rows, text.nothingYet)}
      <div class="columns">
        <section>
          <h2>${text.latestLaunches}</h2>
          ${launchTable(variant.launches, context)}
          <p><a href="${pathOf(ref, 'launches')}">${text.all}: ${text.launches}</a></p>
        </section>
        <section>
          <h2>${text.latestChecks}</h2>
          ${checkTable(variant.checks, context)}
          <p><a href="${pathOf(ref, 'checks')}">${text.all}: ${text.checks}</a></p>
        </section>
      </div>
      ${
        others.length > 1 &&
        html`<h2>${text.variants}</h2>
          <ul>
            ${others.map((each) => html`<li><a href="/variants/${each.ref}">${each.ref}</a> ${each.live ? `(${each.live.counter})` : ''}</li>`)}
          </ul>`
      }
    `;
    return { title: ref, content, section: 'overview' };
  },
};
