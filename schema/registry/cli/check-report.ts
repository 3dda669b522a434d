import type { Output } from './output.ts';

export interface Finding {
  code: string;
  severity: string;
  message: string;
  why: string;
  remedy: string;
  coordinate: string | null;
  key: string;
  location: { subgraph: string; line: number; column: number } | null;
  approvableBy: string[] | null;
  approvedBy: string[] | null;
}

export interface Check {
  id: string;
  subgraph: string;
  passed: boolean;
  page: string;
  results: { name: string; status: string; reason: string | null; findings: Finding[] }[];
}

export const checkFields = `id subgraph passed page results { name status reason findings {
  code severity message why remedy coordinate key location { subgraph line column } approvableBy approvedBy
} }`;

const marks = { COMPLETED: ['green', '✓'], FAILED: ['red', '✗'], SKIPPED: ['dim', '–'] } as const;
const colours = { ERROR: 'red', WARNING: 'yellow', NOTE: 'dim' } as const;

const isOneOf = <Key extends string>(table: Record<Key, unknown>, key: string): key is Key => Object.hasOwn(table, key);

/** What a check said, for people: each finding with where, why, and how to mend it. */
export function sayCheck(check: Check, { say, paint }: Output): void {
  for (const { name, status, reason, findings } of check.results) {
    const [colour, mark] = isOneOf(marks, status) ? marks[status] : marks.SKIPPED;
    say(`${paint(colour, mark)} ${name}${reason ? paint('dim', ` (${reason})`) : ''}`);
    for (const finding of findings) sayFinding(finding, check, { say, paint });
  }
  say(`\n${check.passed ? paint('green', 'Passed.') : paint('red', 'Failed.')} ${check.page}`);
}

function sayFinding(finding: Finding, check: Check, { say, paint }: Pick<Output, 'say' | 'paint'>): void {
  const { severity, code, message, location, coordinate, why, remedy, approvableBy, approvedBy, key } = finding;
  const place = location ? `${location.subgraph}:${location.line}:${location.column}` : (coordinate ?? '');
  const colour = isOneOf(colours, severity) ? colours[severity] : 'red';
  say(`    ${paint(colour, severity.toLowerCase())} ${paint('bold', code)} ${message} ${paint('dim', place)}`);
  say(`      why   ${why}\n      mend  ${remedy}`);
  const missing = approvableBy?.filter((agency) => !approvedBy?.includes(agency)) ?? [];
  if (severity === 'ERROR' && missing.length > 0)
    say(`      or    approval of ${missing.join(', ')}: amtgraph approve ${check.id} ${key} --note "…"`);
}
