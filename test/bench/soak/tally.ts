import type { Verdict } from './judge.ts';

const MOST_CIRCUMSTANCES = 20;

/** What happened within a minute. */
export class Tally {
  whole = 0;
  partial = 0;
  /** Asked again by the client, which may: the same change twice is one change. */
  askedAgain = 0;
  streams = 0;
  readonly failures = new Map<string, number>();
  /** Of the first failures: when, and what else went on. */
  readonly circumstances: string[] = [];
  readonly kinds = new Map<string, number>();
  private readonly durations: number[] = [];

  count(kind: string, verdict: Verdict, ms: number, circumstances: () => string): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    this.durations.push(ms);
    if (verdict === 'whole') this.whole += 1;
    else if (verdict === 'partial') this.partial += 1;
    else this.fail(`${kind} ${verdict}`, circumstances());
  }

  /** @param circumstances what else went on */
  fail(what: string, circumstances?: string): void {
    if (circumstances !== undefined && this.circumstances.length < MOST_CIRCUMSTANCES)
      this.circumstances.push(`${what}: ${circumstances}`);
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0);
  }

  get requests(): number {
    return this.durations.length;
  }

  quantile(share: number): number {
    const sorted = this.durations.toSorted((one, other) => one - other);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  }

  /** Takes in another. */
  add(other: Tally): void {
    this.whole += other.whole;
    this.partial += other.partial;
    this.askedAgain += other.askedAgain;
    this.streams += other.streams;
    this.durations.push(...other.durations);
    this.circumstances.push(...other.circumstances.slice(0, MOST_CIRCUMSTANCES - this.circumstances.length));
    for (const [what, count] of other.failures) this.failures.set(what, (this.failures.get(what) ?? 0) + count);
    for (const [kind, count] of other.kinds) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + count);
  }
}
