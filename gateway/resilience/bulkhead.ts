import type { Deadlines, Expiring, Watch } from '../execution/transport/deadlines.ts';
import type { BulkheadSettings } from './settings.ts';

/** One who waits for a place, until then at the latest. */
class Waiting implements Expiring {
  readonly deadline: number;
  readonly enter: () => void;
  readonly refuse: () => void;
  isGone = false;
  watch: Watch | undefined;
  private readonly onGone: () => void;

  constructor(deadline: number, settle: (entered: boolean) => void, onGone: () => void) {
    this.deadline = deadline;
    this.enter = () => settle(true);
    this.refuse = () => settle(false);
    this.onGone = onGone;
  }

  expire(): void {
    this.isGone = true;
    this.onGone();
    this.refuse();
  }
}

/**
 * Places for requests in flight to one service. A service that hangs fills its own places and a short queue, and what comes then is
 * refused at once: memory and connections stay free for the others.
 */
export class Bulkhead {
  private readonly settings: BulkheadSettings;
  private readonly deadlines: Deadlines;
  private inFlight = 0;
  private queue: Waiting[] = [];
  private waiting = 0;

  constructor(settings: BulkheadSettings, deadlines: Deadlines) {
    this.settings = settings;
    this.deadlines = deadlines;
  }

  /** Takes a place if one is free. Every place taken is given back with `leave`. */
  tryEnter(): boolean {
    if (this.inFlight >= this.settings.inFlight) return false;
    this.inFlight += 1;
    return true;
  }

  /** Waits for a place, not beyond the deadline; resolves with whether one was taken. */
  wait(deadline: number): Promise<boolean> {
    if (this.waiting >= this.settings.waiting) return Promise.resolve(false);
    this.waiting += 1;
    const until = Math.min(deadline, Date.now() + this.settings.waitMs);
    return new Promise((resolve) => {
      const waiting = new Waiting(until, resolve, () => {
        this.waiting -= 1;
      });
      this.queue.push(waiting);
      waiting.watch = this.deadlines.watch(waiting);
    });
  }

  /** Gives a place back, to the one who has waited longest. */
  leave(): void {
    const next = this.waiting > 0 ? this.next() : undefined;
    if (next) next.enter();
    else this.inFlight -= 1;
  }

  /** Sends away those who wait. */
  dismiss(): void {
    for (let next = this.next(); next; next = this.next()) next.refuse();
  }

  private next(): Waiting | undefined {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (next.isGone) continue;
      this.waiting -= 1;
      next.watch?.leave();
      return next;
    }
    return undefined;
  }
}
