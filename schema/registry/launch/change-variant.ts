import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registry } from '../registry.ts';

/** A variant was changed by somebody else meanwhile: what was examined is out of date. */
export class OutdatedError extends Error {}

const mostAttempts = 5;

/**
 * Makes a change of a variant in its turn, all of it once more where another change came in between.
 * @param change reads the variant, examines, and writes in one transaction, which fails with OutdatedError
 * @throws Refusal of the change, or CONFLICT where others were quicker again and again
 */
export function changeVariant<Result>(
  { turns }: Registry,
  ref: GraphRef,
  change: () => Promise<Result>,
): Promise<Result> {
  const name = printGraphRef(ref);
  return turns.take(name, async () => {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      try {
        return await change();
      } catch (error) {
        if (!(error instanceof OutdatedError)) throw error;
      }
    }
    throw new Refusal(
      'CONFLICT',
      `${name} was changed by others ${mostAttempts} times while this change was examined. Nothing was changed by it; send it again.`,
    );
  });
}
