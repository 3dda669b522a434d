import fc from 'fast-check';

/** Where a generator's decisions come from. */
export interface Draw {
  /** 0 … max, both included. */
  int(max: number): number;
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Decisions taken by fast-check: the same seed gives the same operations. */
export function drawFrom(generate: fc.GeneratorValue): Draw {
  const int = (max: number) => generate(fc.nat, { max });
  return {
    int,
    chance: (percent) => int(99) < percent,
    pick(list) {
      const chosen = list[int(list.length - 1)];
      if (chosen === undefined) throw new Error('expected something to pick from, but the list is empty');
      return chosen;
    },
  };
}
