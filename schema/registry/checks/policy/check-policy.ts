import type { CheckInput, CheckResult } from '../check.ts';
import { settle, skipped } from '../finding.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import { deprecationsHaveReasons } from './deprecations.ts';
import { everythingIsDescribed } from './descriptions.ts';
import { protectionsStay } from './loosened-protections.ts';
import { publisherIsKnown } from './publisher.ts';
import { namesAreNotReserved } from './reserved-names.ts';
import { rootFieldsAreProtected } from './root-fields.ts';
import { routingUrlIsSafe } from './routing-url.ts';
import type { PolicyRule } from './rule.ts';

const rules: readonly PolicyRule[] = [
  rootFieldsAreProtected,
  protectionsStay,
  everythingIsDescribed,
  deprecationsHaveReasons,
  publisherIsKnown,
  routingUrlIsSafe,
  namesAreNotReserved,
];

/** Whether the subgraph keeps the rules that the graph has for all agencies. */
export function checkPolicy(input: CheckInput): CheckResult {
  const { proposed } = input;
  if (!proposed) return skipped('policy', 'A subgraph that is taken away has no policy to keep.');
  const subgraph = readSubgraph(proposed);
  if (!subgraph) return skipped('policy', 'The SDL cannot be read as a subgraph; composition says why.');
  const remarks = rules.flatMap((rule) => rule({ input, version: proposed, subgraph }));
  return settle('policy', input.subgraph, remarks, input.approvals);
}
