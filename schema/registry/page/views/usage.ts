import { html, type Html } from '../../../../platform/html.ts';
import type { Language } from '../../../../platform/language.ts';
import { table, type PageContext } from '../page.ts';
import type { Texts } from '../texts.ts';
import { tag } from './parts.ts';
import type { View } from './view.ts';

interface Use {
  coordinate: string;
  client: string;
  count: number;
}

interface UnusedField {
  coordinate: string;
  isDeprecated: boolean;
  owner: { name: string } | null;
}

interface Variant {
  usage: Use[];
  clients: { client: string; requests: number; lastDay: string }[];
  unusedFields: UnusedField[];
  deprecatedInUse: { coordinate: string; reason: string | null; clients: Use[] }[];
}

const longest = 500;
const number = (value: number, language: Language) =>
  html`${value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB')}`;

function deprecatedRows({ deprecatedInUse }: Variant, language: Language): Html[][] {
  return deprecatedInUse.flatMap(({ coordinate, reason, clients }) =>
    clients.map(({ client, count }) => [
      html`<code>${coordinate}</code> ${reason ?? ''}`,
      html`${client}`,
      number(count, language),
    ]),
  );
}

const typeOf = ({ coordinate }: UnusedField) => coordinate.split('.')[0] ?? coordinate;

/** There are hundreds: each type stands folded, with how many of its fields nobody uses. */
function unusedByType(fields: readonly UnusedField[], text: Texts, language: Language): Html {
  if (fields.length === 0) return html`<p>${text.nothingYet}</p>`;
  const types = [...Map.groupBy(fields, typeOf)].toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return html`${types.map(([type, unused]) => {
    const rows = unused.map(({ coordinate, isDeprecated, owner }) => [
      html`<code>${coordinate}</code> ${isDeprecated && tag('@deprecated', 'warn')}`,
      html`${owner?.name}`,
    ]);
    return html`<details class="result">
      <summary><code>${type}</code> ${tag(unused.length.toLocaleString(language), 'off')}</summary>
      ${table(`${text.unused}: ${type}`, [text.field, text.owner], rows, text.nothingYet)}
    </details>`;
  })}`;
}

function content(variant: Variant, { text, language }: PageContext, coordinate: string): Html {
  const counted = { title: text.requests, isNumber: true };
  const used = variant.usage
    .slice(0, longest)
    .map((each) => [html`<code>${each.coordinate}</code>`, html`${each.client}`, number(each.count, language)]);
  const clients = variant.clients.map((each) => [
    html`${each.client}`,
    number(each.requests, language),
    html`${each.lastDay}`,
  ]);
  return html`<h1>${text.usage}</h1>
    <p class="lead">${text.days}</p>
    ${table(text.clients, [text.client, counted, text.lastDay], clients, text.nothingYet)}
    <h2>${text.deprecated}</h2>
    ${table(text.deprecated, [text.field, text.client, counted], deprecatedRows(variant, language), text.nothingYet)}
    <h2>${text.field}</h2>
    <form class="row" method="get" role="search">
      <label>${text.prefix} <input name="coordinate" value="${coordinate}" placeholder="Citizen" /></label>
      <button>${text.show}</button>
    </form>
    ${table(text.usage, [text.field, text.client, counted], used, text.nothingYet)}
    <h2>${text.unused}</h2>
    ${unusedByType(variant.unusedFields, text, language)}`;
}

/** Who uses what, what nobody uses, and what is used although it is deprecated. */
export const usage: View<{ variant: Variant | null }> = {
  path: '/variants/:ref/usage',
  query: `query ($ref: ID!, $coordinate: String) { variant(ref: $ref) {
    usage(coordinate: $coordinate) { coordinate client count } clients { client requests lastDay }
    unusedFields { coordinate isDeprecated owner { name } }
    deprecatedInUse { coordinate reason clients { coordinate client count } } } }`,
  variables: ({ ref, coordinate }) => ({ ref, coordinate: coordinate || null }),
  render: ({ variant }, context, { coordinate = '' }) =>
    variant && { title: context.text.usage, content: content(variant, context, coordinate), section: 'usage' },
};
