import { createHash } from 'node:crypto';
import type { ASTNode } from 'graphql';
import type { Approval, CheckName, CheckResult, Finding, SourceLocation } from './check.ts';

/** What a rule says; the key is made of it. */
export interface Remark extends Omit<Finding, 'key' | 'approvedBy'> {
  /**
   * What exactly somebody agrees to when they approve, besides code and element: the next scope, the new type. Another value is another
   * change and needs another approval.
   */
  detail?: string;
}

/** The result of a check from what its rules remarked. */
export function settle(
  name: CheckName,
  subgraph: string,
  remarks: readonly Remark[],
  approvals: readonly Approval[],
): CheckResult {
  const findings = remarks.map((remark) => findingOf(name, subgraph, remark, approvals));
  const status = findings.some(stopsTheChange) ? 'failed' : 'completed';
  return { name, status, findings: findings.toSorted(worstFirst) };
}

/** A check that could not be made. */
export function skipped(name: CheckName, reason: string): CheckResult {
  return { name, status: 'skipped', findings: [], reason };
}

/** Where an element stands. Elements that the SDL does not write down (built in, implied) have no place. */
export function placeOf(subgraph: string, node: ASTNode | undefined): { location?: SourceLocation } {
  const token = node?.loc?.startToken;
  return token ? { location: { subgraph, line: token.line, column: token.column } } : {};
}

function findingOf(
  check: CheckName,
  subgraph: string,
  { detail, ...remark }: Remark,
  approvals: readonly Approval[],
): Finding {
  const identity = [check, subgraph, remark.code, remark.coordinate ?? '', detail ?? ''];
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  if (!remark.approvableBy) return { ...remark, key };
  const agreed = new Set(approvals.filter((approval) => approval.key === key).map(({ agency }) => agency));
  return { ...remark, key, approvedBy: remark.approvableBy.filter((agency) => agreed.has(agency)) };
}

function stopsTheChange({ severity, approvableBy, approvedBy }: Finding): boolean {
  if (severity !== 'error') return false;
  return !approvableBy || approvableBy.length === 0 || approvableBy.length > (approvedBy?.length ?? 0);
}

const order = { error: 0, warning: 1, note: 2 };

function worstFirst(one: Finding, other: Finding): number {
  return order[one.severity] - order[other.severity];
}
