/** Something that has to end by a given time. */
export interface Expiring {
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Called once, at most `TICK_MS` before the deadline. */
  expire(): void;
}

/** Milliseconds between two looks at the clock. */
export const TICK_MS = 20;

/** Ticks without anything to watch after which the clock stops. */
const IDLE_TICKS = 50;

/**
 * One timer for all requests in flight. A timer each would cost every request two changes of Node's timer lists,
 * for something that hardly ever happens.
 */
export class Deadlines {
  private readonly watched = new Set<Expiring>();
  private timer: NodeJS.Timeout | undefined;
  private idleTicks = 0;
  /** No watched deadline is earlier; it may be that of something that ended long ago. */
  private earliest = Infinity;

  watch(expiring: Expiring): void {
    this.watched.add(expiring);
    if (expiring.deadline < this.earliest) this.earliest = expiring.deadline;
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  release(expiring: Expiring): void {
    this.watched.delete(expiring);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    if (this.watched.size === 0) {
      this.idleTicks += 1;
      if (this.idleTicks > IDLE_TICKS) this.stop();
      return;
    }
    this.idleTicks = 0;
    const due = Date.now() + TICK_MS;
    if (due >= this.earliest) this.expireAll(due);
  }

  private expireAll(due: number): void {
    this.earliest = Infinity;
    for (const expiring of this.watched) {
      if (expiring.deadline > due) {
        this.earliest = Math.min(this.earliest, expiring.deadline);
        continue;
      }
      this.watched.delete(expiring);
      expiring.expire();
    }
  }
}
