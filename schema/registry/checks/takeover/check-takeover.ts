import { Owners } from '../ownership.ts';
import type { CheckInput, CheckResult } from '../check.ts';
import { settle, skipped, type Remark } from '../finding.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import { effectsOnOthers } from './effects.ts';
import { readsForeignContext } from './from-context.ts';
import { directsForeignElement } from './foreign-directives.ts';
import { interfaceObjectClaimsFields } from './interface-objects.ts';
import { foreignKey } from './keys.ts';
import { linksOtherFeatures } from './linked-features.ts';
import { overridesForeignField } from './override.ts';
import { providesForeignField, requiresForeignField } from './requires.ts';
import { resolvesForeignField } from './resolves-foreign-field.ts';
import type { TakeoverRule } from './rule.ts';
import { extendsForeignValues } from './value-sets.ts';

const rules: readonly TakeoverRule[] = [
  overridesForeignField,
  resolvesForeignField,
  requiresForeignField,
  providesForeignField,
  readsForeignContext,
  foreignKey,
  directsForeignElement,
  extendsForeignValues,
  interfaceObjectClaimsFields,
  linksOtherFeatures,
];

/**
 * Rules after which nothing is left to say about the element: whoever agrees to them has given it away. All others speak of one thing, so an approval of a
 * price must not cover what else becomes of the type.
 */
const sayAll: ReadonlySet<string> = new Set([
  'OVERRIDES_FOREIGN_FIELD',
  'RESOLVES_FOREIGN_FIELD',
  'ADDS_VALUE_TO_FOREIGN_ENUM',
  'ADDS_MEMBER_TO_FOREIGN_UNION',
]);

/** Whether the change takes, hides, reads or changes what other agencies own. Composition does not ask that: it is no permission system. */
export function checkTakeover(input: CheckInput): CheckResult {
  const owners = new Owners(input);
  const remarks = input.proposed ? intentions(input, owners) : [];
  if (!remarks) return skipped('takeover', 'The SDL cannot be read as a subgraph; composition says why.');
  const explained = new Set(
    remarks.flatMap(({ code, coordinate }) => (coordinate !== undefined && sayAll.has(code) ? [coordinate] : [])),
  );
  const effects = effectsOnOthers(input, owners, explained);
  return settle('takeover', input.subgraph, [...remarks, ...effects], input.approvals);
}

function intentions(input: CheckInput, owners: Owners): Remark[] | undefined {
  const { proposed } = input;
  const subgraph = proposed && readSubgraph(proposed);
  if (!subgraph) return undefined;
  return rules.flatMap((rule) => rule({ input, version: proposed, subgraph, owners }));
}
