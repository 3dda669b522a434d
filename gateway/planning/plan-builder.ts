import type { Plan, PlanCondition, PlanFetch } from './plan.ts';

/** What is around a plan node: the conditions it hangs on and the fetches that must come first. */
export interface Surroundings {
  readonly when: readonly PlanCondition[];
  readonly after: readonly number[];
}

/** A fetch as a converter writes it; its number and what it waits for come from the builder. */
export type FetchContent = Omit<PlanFetch, 'id' | 'when' | 'layer' | 'after' | 'needs'>;

/** Collects the fetches of a planner's tree, and which come after which. */
export class PlanBuilder {
  private readonly fetches: PlanFetch[] = [];

  static readonly start: Surroundings = { when: [], after: [] };

  /** Adds a fetch and returns its number in a list, so that calls compose. */
  add(content: FetchContent, { when, after }: Surroundings): number[] {
    const id = this.fetches.length;
    this.fetches.push({ id, ...content, when: [...when], layer: 0, after: [...after], needs: [...after] });
    return [id];
  }

  /** Each after those before it. */
  inSequence<Node>(
    nodes: readonly Node[],
    around: Surroundings,
    visit: (node: Node, around: Surroundings) => number[],
  ): number[] {
    const added: number[] = [];
    for (const node of nodes) {
      added.push(...visit(node, { when: around.when, after: [...around.after, ...added] }));
    }
    return added;
  }

  build(): Plan {
    return { fetches: this.fetches };
  }
}

/** The same surroundings with one more condition. */
export function withCondition(around: Surroundings, variable: string, is: boolean): Surroundings {
  return { when: [...around.when, { variable, is }], after: around.after };
}

/** A node of a kind that this version does not know. */
export function unknownNode(node: never): never {
  throw new Error(`Expected a known kind of plan node, but got ${JSON.stringify(node)}.`);
}
