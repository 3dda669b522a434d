/** Something that has to end by a given time. */
export interface Expiring {
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Called once, at most `TICK_MS` before the deadline. */
  expire(): void;
}

/** A place among what is watched. */
export class Watch {
  expiring: Expiring | undefined;
  previous: Watch = this;
  next: Watch = this;

  constructor(expiring?: Expiring) {
    this.expiring = expiring;
  }

  /** Leaves nothing behind that leads on: what is dead, but old, would keep all that came after it in memory until the next full collection. */
  leave(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.previous = this;
    this.next = this;
    this.expiring = undefined;
  }
}

/** Milliseconds between two looks at the clock. */
export const TICK_MS = 20;

/** Ticks without anything to watch after which the clock stops. */
const IDLE_TICKS = 50;

/**
 * One timer for all requests in flight. A timer each would cost every request two changes of Node's timer lists,
 * for something that hardly ever happens. A list and no `Set`: each time a `Set` is put in order its former table keeps the entries and
 * leads to the next table, so that what belongs to requests long over survives one collection after another.
 */
export class Deadlines {
  private readonly watched = new Watch();
  private timer: NodeJS.Timeout | undefined;
  private idleTicks = 0;
  /** No watched deadline is earlier; it may be that of something that ended long ago. */
  private earliest = Infinity;

  /** Watches until it has expired or leaves. */
  watch(expiring: Expiring): Watch {
    const watch = new Watch(expiring);
    const last = this.watched.previous;
    watch.previous = last;
    watch.next = this.watched;
    last.next = watch;
    this.watched.previous = watch;
    if (expiring.deadline < this.earliest) this.earliest = expiring.deadline;
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
    return watch;
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    if (this.watched.next === this.watched) {
      this.idleTicks += 1;
      if (this.idleTicks > IDLE_TICKS) this.stop();
      return;
    }
    this.idleTicks = 0;
    const due = Date.now() + TICK_MS;
    if (due >= this.earliest) this.expireAll(due);
  }

  private expireAll(due: number): void {
    const expired: Watch[] = [];
    this.earliest = Infinity;
    for (let watch = this.watched.next; watch !== this.watched; watch = watch.next) {
      const deadline = watch.expiring?.deadline ?? Infinity;
      if (deadline <= due) expired.push(watch);
      else if (deadline < this.earliest) this.earliest = deadline;
    }
    for (const watch of expired) {
      // One that expires may release others.
      const { expiring } = watch;
      watch.leave();
      expiring?.expire();
    }
  }
}
