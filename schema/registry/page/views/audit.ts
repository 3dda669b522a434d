import { html } from '../../../../platform/html.ts';
import { moment, table } from '../page.ts';
import { olderLink } from './parts.ts';
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

const length = 100;

/** What was done, and whether the record of it holds. */
export const audit: View<Data> = {
  path: '/variants/:ref/audit',
  query: `query ($before: Int) { audit(first: ${length}, before: $before) { sequence at actor agency action subject hash }
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
      ${olderLink(entries, length, ({ sequence: before }) => before, text)}`;
    return { title: text.audit, content, section: 'audit' };
  },
};
