import type { Stall, Stalls } from './loop-probe.ts';

/** How long the event loop may stand still, milliseconds. */
export const TOLERATED_MS = 50;

const COLUMNS = [
  'while',
  'times',
  'seconds',
  'stall',
  'of it no core',
  'host took',
  'own, at most',
  'of it worked',
  'GC then',
  'own, at least',
  '> 50 ms',
  'own at most > 50 ms',
  'own at least > 50 ms',
];

/** Longest stalls of many stretches of time, by what went on in them and whether the host of the machine took a part of it meanwhile. */
export class StallTable {
  private readonly byOccasion = new Map<string, Stalls[]>();

  add(occasion: string, stalls: Stalls): void {
    const row = stalls.stolenMs > 0 ? `${occasion}, host took some` : occasion;
    this.byOccasion.set(row, [...(this.byOccasion.get(row) ?? []), stalls]);
  }

  /** Median and worst of the longest stalls; the parts are those of the worst ones. Markdown. */
  text(): string {
    const lines = [...this.byOccasion].map(([occasion, all]) => cells(occasion, all));
    return [COLUMNS, COLUMNS.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
  }
}

/** One stall and what it consisted of. */
export function stallText({
  stallMs,
  corelessMs,
  ownMs,
  ownAtLeastMs,
  workedMs,
  collectedMs,
  stolenMs,
}: Stall): string {
  return `stall of ${ms(stallMs)} ms: ${ms(corelessMs)} without a core, ${ms(ownAtLeastMs)} to ${ms(ownMs)} own, of which ${ms(workedMs)} worked; GC ${ms(collectedMs)}; the host took ${ms(stolenMs)} of all cores`;
}

function cells(occasion: string, all: readonly Stalls[]): string[] {
  const longest = all.map((stalls) => stalls.longest).toSorted((a, b) => a.stallMs - b.stallMs);
  const own = all.map((stalls) => stalls.longestOwn).toSorted((a, b) => a.ownMs - b.ownMs);
  const atLeast = all.map((stalls) => stalls.longestOwnAtLeast).toSorted((a, b) => a.ownAtLeastMs - b.ownAtLeastMs);
  const [worst, worstOwn] = [longest.at(-1), own.at(-1)];
  const above = (stalls: readonly Stall[], of: (stall: Stall) => number): string =>
    String(stalls.filter((stall) => of(stall) > TOLERATED_MS).length);
  return [
    occasion,
    String(all.length),
    (all.reduce((sum, { observedMs }) => sum + observedMs, 0) / 1_000).toFixed(0),
    `${ms(median(longest)?.stallMs)} / ${ms(worst?.stallMs)}`,
    ms(worst?.corelessMs),
    ms(worst?.stolenMs),
    `${ms(median(own)?.ownMs)} / ${ms(worstOwn?.ownMs)}`,
    ms(worstOwn?.workedMs),
    ms(worstOwn?.collectedMs),
    `${ms(median(atLeast)?.ownAtLeastMs)} / ${ms(atLeast.at(-1)?.ownAtLeastMs)}`,
    above(longest, ({ stallMs }) => stallMs),
    above(own, ({ ownMs }) => ownMs),
    above(atLeast, ({ ownAtLeastMs }) => ownAtLeastMs),
  ];
}

const median = <Item>(sorted: readonly Item[]): Item | undefined => sorted[Math.floor(sorted.length / 2)];
const ms = (value = 0): string => value.toFixed(value < 10 ? 1 : 0);
