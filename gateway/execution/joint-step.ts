import type { Plan, PlanFetch } from '../planning/plan.ts';
import type { FetchStep } from './fetch-step.ts';
import { jointName, jointOperation } from './joint-operation.ts';
import type { Run } from './run.ts';

/** Milliseconds that a fetch waits for a later one to the same subgraph. */
const PATIENCE_MS = 20;

/**
 * Fetches that can go along with a later one, by the later one. Nothing else needs the first, so nobody waits longer for it than for
 * the second, and the subgraph is asked once instead of twice.
 */
export function companions({ fetches }: Plan): Map<number, number> {
  const pairs = new Map<number, number>();
  for (const first of fetches) {
    const isNeeded = fetches.some(({ needs }) => needs.includes(first.id));
    const later = isNeeded ? undefined : fetches.find((second) => !pairs.has(second.id) && goesAlong(first, second));
    if (later) pairs.set(later.id, first.id);
  }
  return pairs;
}

function goesAlong(first: PlanFetch, second: PlanFetch): boolean {
  return (
    first.id < second.id &&
    first.subgraph === second.subgraph &&
    first.layer === second.layer &&
    [first, second].every(isPlain) &&
    second.needs.length > first.needs.length &&
    first.needs.every((id) => second.needs.includes(id))
  );
}

function isPlain({ kind, when, entities }: PlanFetch): boolean {
  return (
    kind === 'query' &&
    when.length === 0 &&
    entities.length > 0 &&
    entities.every(({ context }) => context.length === 0)
  );
}

/** Both fetches as one, in the place of the second. */
export function jointFetch(first: PlanFetch, second: PlanFetch): PlanFetch {
  return {
    ...second,
    operation: jointOperation([first, second]),
    variables: [...new Set([...first.variables, ...second.variables])],
    entities: [first, second].flatMap((fetch) =>
      fetch.entities.map((part) => {
        return { ...part, alias: jointName(fetch, part.alias), variable: jointName(fetch, part.variable) };
      }),
    ),
  };
}

/** The first of two: waits a moment for the second, so that a slow subgraph on the way to that one does not hold it up. */
export class PatientStep implements FetchStep {
  readonly fetch: PlanFetch;
  readonly url: string;
  readonly when = undefined;
  private readonly alone: FetchStep;

  constructor(alone: FetchStep) {
    this.fetch = alone.fetch;
    this.url = alone.url;
    this.alone = alone;
  }

  start(run: Run): void {
    run.park(this, PATIENCE_MS, () => this.alone.start(run));
  }
}

/** The second of two: takes the first along if that still waits. */
export class JointStep implements FetchStep {
  readonly fetch: PlanFetch;
  readonly url: string;
  readonly when = undefined;
  private readonly first: FetchStep;
  private readonly alone: FetchStep;
  private readonly joint: FetchStep;

  constructor(first: FetchStep, alone: FetchStep, joint: FetchStep) {
    this.fetch = alone.fetch;
    this.url = alone.url;
    this.first = first;
    this.alone = alone;
    this.joint = joint;
  }

  start(run: Run): void {
    if (!run.unpark(this.first)) {
      this.alone.start(run);
      return;
    }
    // Nothing needs the first: that it counts as done already lets nobody begin.
    run.finish(this.first);
    this.joint.start(run);
  }
}
