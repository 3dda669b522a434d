import { checkBreaking } from './breaking/check-breaking.ts';
import type { CheckInput, CheckName, CheckResult } from './check.ts';
import { checkComposition } from './composition/check-composition.ts';
import { skipped } from './finding.ts';
import { checkLimits } from './limits/check-limits.ts';
import { checkLint } from './lint/check-lint.ts';
import { checkPolicy } from './policy/check-policy.ts';
import { checkTakeover } from './takeover/check-takeover.ts';

const afterLimits = {
  composition: checkComposition,
  breaking: checkBreaking,
  lint: checkLint,
  policy: checkPolicy,
  takeover: checkTakeover,
} satisfies Partial<Record<CheckName, (input: CheckInput) => CheckResult | Promise<CheckResult>>>;

/**
 * All checks of a change, in the order in which people read them. Pure: no network, no files, no clock. Takes as long as reading the subgraphs that
 * are concerned, so it belongs into a worker.
 */
export async function runChecks(input: CheckInput): Promise<CheckResult[]> {
  const limits = input.proposed
    ? checkLimits(input.proposed, input.policy.limits)
    : skipped('limits', 'A subgraph that is taken away has no size.');
  if (limits.status === 'failed') {
    return [
      limits,
      ...Object.keys(afterLimits).map((name) => skipped(name as CheckName, 'The SDL is not read further.')),
    ];
  }
  const results: CheckResult[] = [limits];
  for (const check of Object.values(afterLimits)) results.push(await check(input));
  return results;
}
