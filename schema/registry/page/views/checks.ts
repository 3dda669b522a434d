import { html, type Html } from '../../../../platform/html.ts';
import { graphItself } from '../../domain/actor.ts';
import { checkFields, type Check, type Finding } from '../../cli/check-report.ts';
import { form, moment, type PageContext } from '../page.ts';
import { checkSummaryFields, checkTable, lower, olderLink, passedTag, tag, type CheckSummary } from './parts.ts';
import type { View } from './view.ts';

const length = 50;

export const checks: View<{ variant: { checks: CheckSummary[] } | null }> = {
  path: '/variants/:ref/checks',
  query: `query ($ref: ID!, $before: ID) { variant(ref: $ref) { checks(first: ${length}, before: $before) { ${checkSummaryFields} } } }`,
  variables: ({ ref, before }) => ({ ref, before: before || null }),
  render({ variant }, context) {
    if (!variant) return null;
    const { text, ref } = context;
    const content = html`<h1>${text.checks}</h1>
      <p class="lead">${ref}</p>
      ${checkTable(variant.checks, context)} ${olderLink(variant.checks, length, ({ id }) => id, text)}`;
    return { title: text.checks, content, section: 'checks' };
  },
};

interface Details extends Check, Omit<CheckSummary, 'id' | 'passed' | 'subgraph'> {
  ref: string;
}

const severities: Record<string, string> = { ERROR: 'bad', WARNING: 'warn', NOTE: 'off' };
const statuses: Record<string, { style: string; text: 'completed' | 'failed' | 'skipped' }> = {
  COMPLETED: { style: 'good', text: 'completed' },
  FAILED: { style: 'bad', text: 'failed' },
  SKIPPED: { style: 'off', text: 'skipped' },
};

function severityText(severity: string, { text }: PageContext): string {
  return severity === 'ERROR' || severity === 'WARNING' || severity === 'NOTE' ? text.severity[severity] : severity;
}

function showFinding(finding: Finding, check: Details, page: PageContext): Html {
  const { text, actor } = page;
  const { location, coordinate, approvableBy, approvedBy, key } = finding;
  const place = location ? `${location.subgraph}:${location.line}:${location.column}` : (coordinate ?? '');
  const missing = approvableBy?.filter((agency) => !approvedBy?.includes(agency)) ?? [];
  const mayApprove = actor.role === 'admin' && missing.includes(actor.agency ?? graphItself);
  const named = (agencies: readonly string[]) =>
    agencies.map((agency) => (agency === graphItself ? text.thoseWhoRun : agency)).join(', ');
  return html`<div class="finding ${finding.severity === 'NOTE' && 'note'}">
    <p>
      ${tag(severityText(finding.severity, page), severities[finding.severity] ?? 'bad')}
      <strong>${finding.message}</strong>
    </p>
    <dl>
      <dt>${text.why}</dt>
      <dd>${finding.why}</dd>
      <dt>${text.mend}</dt>
      <dd>${finding.remedy}</dd>
      ${
        place &&
        html`<dt>${text.place}</dt>
          <dd><code>${place}</code></dd>`
      }
      ${
        missing.length > 0 &&
        html`<dt>${text.approvalsNeeded}</dt>
          <dd>${named(missing)}</dd>`
      }
      ${
        approvedBy !== null &&
        approvedBy.length > 0 &&
        html`<dt>${text.approvedBy}</dt>
          <dd>${named(approvedBy)}</dd>`
      }
    </dl>
    ${
      mayApprove &&
      form(
        page,
        `/checks/${check.id}/approve`,
        html`<input type="hidden" name="key" value="${key}" />
          <label>${text.approveNote} <input name="note" required minlength="3" maxlength="500" /></label>
          <button>${text.approve}</button>`,
        'row',
      )
    }
  </div>`;
}

/** What has to be mended stands open; notes can be opened. */
function showFindings(findings: readonly Finding[], check: Details, page: PageContext): Html {
  const show = (finding: Finding) => showFinding(finding, check, page);
  const notes = findings.filter(({ severity }) => severity === 'NOTE');
  return html`${findings.filter(({ severity }) => severity !== 'NOTE').map(show)}
  ${
    notes.length > 0 &&
    html`<details>
      <summary class="finding">${notes.length} × ${page.text.severity.NOTE}</summary>
      ${notes.map(show)}
    </details>`
  }`;
}

export const check: View<{ check: Details | null }> = {
  path: '/checks/:id',
  query: `query ($id: ID!) { check(id: $id) { ref kind createdAt createdBy { holder agency { slug } } ${checkFields} } }`,
  variables: ({ id }) => ({ id }),
  refOf: (data) => data.check?.ref,
  render(data, page) {
    const { check: found } = data;
    if (!found) return null;
    const { text, language, ref } = page;
    const content = html`
      <h1>${found.subgraph} ${passedTag(found.passed, text)}</h1>
      <p class="lead">
        ${ref}, ${lower(found.kind)}, ${moment(found.createdAt, language)}, ${found.createdBy?.holder}
        ${found.createdBy?.agency ? `(${found.createdBy.agency.slug})` : ''}
      </p>
      ${found.results.map(({ name, status, reason, findings }) => {
        const shown = statuses[status];
        return html`<section class="result">
          <h2>${name} ${shown && tag(text[shown.text], shown.style)}</h2>
          ${reason ? html`<p class="finding">${reason}</p>` : ''} ${showFindings(findings, found, page)}
        </section>`;
      })}
    `;
    return { title: `${found.subgraph} – ${text.checks}`, content, section: 'checks' };
  },
};
