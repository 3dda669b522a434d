const PARTS = 10;

/** Counts successes and failures over the last milliseconds, in ten parts that are forgotten one after the other. */
export class FailureWindow {
  private readonly partMs: number;
  private readonly successes = new Int32Array(PARTS);
  private readonly failures = new Int32Array(PARTS);
  private allSuccesses = 0;
  private allFailures = 0;
  /** Number of the part that is being filled, counted from the epoch. */
  private part = 0;

  constructor(windowMs: number) {
    this.partMs = windowMs / PARTS;
  }

  countSuccess(now: number): void {
    this.forgetUntil(now);
    this.successes[this.part % PARTS]! += 1;
    this.allSuccesses += 1;
  }

  countFailure(now: number): void {
    this.forgetUntil(now);
    this.failures[this.part % PARTS]! += 1;
    this.allFailures += 1;
  }

  /** Whether there were at least so many answers, and at least that share of them failures. */
  isAtLeast(answers: number, failureShare: number): boolean {
    const total = this.allSuccesses + this.allFailures;
    return total >= answers && this.allFailures >= failureShare * total;
  }

  clear(): void {
    this.successes.fill(0);
    this.failures.fill(0);
    this.allSuccesses = 0;
    this.allFailures = 0;
  }

  private forgetUntil(now: number): void {
    const part = Math.floor(now / this.partMs);
    if (part === this.part) return;
    if (part - this.part >= PARTS || part < this.part) this.clear();
    else for (let gone = this.part + 1; gone <= part; gone += 1) this.forget(gone % PARTS);
    this.part = part;
  }

  private forget(index: number): void {
    this.allSuccesses -= this.successes[index]!;
    this.allFailures -= this.failures[index]!;
    this.successes[index] = 0;
    this.failures[index] = 0;
  }
}
