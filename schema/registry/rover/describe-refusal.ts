import type { Finding } from '../checks/check.ts';
import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import type { PublishOutcome } from '../launch/publish.ts';
import type { Registry } from '../registry.ts';

const mostFindings = 20;

/** Why a change was refused, for a terminal: what, where, why and how to mend it. */
export function describeRefusal({ publicUrl }: Registry, ref: GraphRef, outcome: PublishOutcome): string {
  const findings = (outcome.examination?.subgraphs ?? []).flatMap(({ results }) =>
    results.filter(({ status }) => status === 'failed').flatMap((result) => result.findings.filter(stops)),
  );
  const shown = findings.slice(0, mostFindings).map(describe);
  const more = findings.length > mostFindings ? [`… and ${findings.length - mostFindings} more`] : [];
  const links = outcome.checkRuns.map((id) => `${publicUrl}/checks/${id}`);
  return [
    `NOTHING WAS PUBLISHED. ${printGraphRef(ref)} goes on as it was, for ${findings.length} reason(s):`,
    ...shown,
    ...more,
    ...(links.length > 0 ? [`All of it: ${links.join(' ')}`] : []),
  ].join('\n\n');
}

/** Errors that nobody, or not everybody who has to, has agreed to. */
function stops({ severity, approvableBy, approvedBy }: Finding): boolean {
  if (severity !== 'error') return false;
  return approvableBy === undefined || approvableBy.some((agency) => !approvedBy?.includes(agency));
}

function describe({ code, message, location, why, remedy, approvableBy }: Finding): string {
  const place = location ? ` (${location.subgraph}, line ${location.line}, column ${location.column})` : '';
  const agree = approvableBy ? `\n  Or ask to agree: ${approvableBy.join(', ')}.` : '';
  return `${code}: ${message}${place}\n  Why: ${why}\n  Remedy: ${remedy}${agree}`;
}
