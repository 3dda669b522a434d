import { html, type Html } from '../../../../platform/html.ts';
import type { LaunchSummary } from '../../cli/launch-summary.ts';
import { moment, table, type PageContext } from '../page.ts';
import type { Texts } from '../texts.ts';

export interface CheckSummary {
  id: string;
  subgraph: string;
  kind: string;
  passed: boolean;
  createdAt: string;
  createdBy: { holder: string; agency: { slug: string } | null } | null;
}

export const checkSummaryFields = 'id subgraph kind passed createdAt createdBy { holder agency { slug } }';

export const tag = (text: string, style = ''): Html => html`<span class="tag ${style}">${text}</span>`;

export const lower = (value: string) => value.toLowerCase().replaceAll('_', ' ');

/** The way on from a page of a list, where it is full; `cursorOf` says what `before` is. */
export function olderLink<Entry>(
  entries: readonly Entry[],
  length: number,
  cursorOf: (entry: Entry) => string | number,
  text: Texts,
): Html | undefined {
  const last = entries.length === length ? entries.at(-1) : undefined;
  return last && html`<p><a href="?before=${cursorOf(last)}">${text.older}</a></p>`;
}

export function passedTag(passed: boolean, text: Texts): Html {
  return passed ? tag(text.passed, 'good') : tag(text.failed, 'bad');
}

export function launchTable(launches: readonly LaunchSummary[], { text, language }: PageContext): Html {
  const columns = [text.launch, text.kind, text.changed, text.by, text.at];
  const rows = launches.map((launch) => [
    html`<a href="/launches/${launch.id}">${launch.counter}</a> ${launch.isLive && tag(text.live, 'good')}`,
    html`${lower(launch.kind)}`,
    html`${launch.changed.join(', ')}`,
    html`${launch.createdBy?.holder}`,
    moment(launch.createdAt, language),
  ]);
  return table(text.launches, columns, rows, text.nothingYet);
}

export function checkTable(checks: readonly CheckSummary[], { text, language }: PageContext): Html {
  const columns = [text.subgraph, '', text.kind, text.by, text.at];
  const rows = checks.map(({ id, subgraph, passed, kind, createdBy, createdAt }) => [
    html`<a href="/checks/${id}">${subgraph}</a>`,
    passedTag(passed, text),
    html`${lower(kind)}`,
    html`${createdBy?.holder} ${createdBy?.agency ? `(${createdBy.agency.slug})` : ''}`,
    moment(createdAt, language),
  ]);
  return table(text.checks, columns, rows, text.nothingYet);
}
