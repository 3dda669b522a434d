import { html } from '../../../../platform/html.ts';
import { moment, table } from '../page.ts';
import type { View } from './view.ts';

interface Entry {
  sequence: number;
  at: string;
  actor: string;
  agency: string | null;
  action: string;
  subject: string;
  hash: string;
}

interface Data {
  audit: Entry[];
  auditVerdict: {
    entries: number;
    head: string | null;
    holds: boolean;
    brokenAt: number | null;
    reason: string | null;
  };
}

/** What was done, and whether the record of it holds. */
export const audit: View<Data> = {
  path: '/variants/:ref/audit',
  query: `query ($before: Int) { audit(first: 100, before: $before) { sequence at actor agency action subject hash }
    auditVerdict { entries head holds brokenAt reason } }`,
  variables: ({ before }) => ({ before: before ? Number(before) : null }),
  render({ audit: entries, auditVerdict: verdict }, { text, language }) {
    const rows = entries.map((each) => [
      html`${each.sequence}`,
      moment(each.at, language),
      html`${each.actor} ${each.agency ? `(${each.agency})` : ''}`,
      html`${each.action}`,
      html`<span class="mono">${each.subject}</span>`,
    ]);
    const sequence = { title: '#', isNumber: true };
    const last = entries.length === 100 ? entries.at(-1) : undefined;
    const content = html`<h1>${text.audit}</h1>
      ${
        verdict.holds
          ? html`<p class="notice">
              ${text.chainHolds}: ${verdict.entries} ${text.entries}, <code>${verdict.head ?? ''}</code>
            </p>`
          : html`<p class="notice problem" role="alert">
              ${text.chainBroken} ${verdict.brokenAt ?? ''}: ${verdict.reason ?? ''}
            </p>`
      }
      ${table(text.audit, [sequence, text.at, text.actor, text.action, text.subject], rows, text.nothingYet)}
      ${last && html`<p><a href="?before=${last.sequence}">…</a></p>`}`;
    return { title: text.audit, content, section: 'audit' };
  },
};
