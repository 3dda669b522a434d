import { FailureWindow } from './failure-window.ts';
import type { BreakerSettings } from './settings.ts';

export type BreakerState = 'closed' | 'open' | 'probing';

/** What a request was let through as. Answers to those of an earlier state say nothing about the present one. */
export type Admission = number;

export const NOT_ADMITTED: Admission = -1;

/**
 * Stops asking a service that keeps failing, and asks it again with a few probes after a while.
 *
 * `closed` → (enough answers, too many of them failures) → `open` → (time) → `probing` → all probes succeed → `closed`, or one fails → `open`.
 * While it probes, all but the probes are refused: nobody waits for a probe that may hang.
 */
export class Breaker {
  private readonly settings: BreakerSettings;
  private readonly onState: (state: BreakerState) => void;
  private readonly window: FailureWindow;
  private current: BreakerState = 'closed';
  /** Goes up with each change of state. */
  private term = 0;
  private openedAt = 0;
  private probesLeft = 0;
  private probesToSucceed = 0;

  constructor(settings: BreakerSettings, onState: (state: BreakerState) => void) {
    this.settings = settings;
    this.onState = onState;
    this.window = new FailureWindow(settings.windowMs);
  }

  get state(): BreakerState {
    return this.current;
  }

  /** Asked before each request; `NOT_ADMITTED` when it must not be sent. Each admission is answered by one of the three below. */
  admit(now: number): Admission {
    if (this.current === 'closed') return this.term;
    if (this.current === 'open') {
      if (now - this.openedAt < this.settings.openMs) return NOT_ADMITTED;
      this.enter('probing', now);
    }
    if (this.probesLeft === 0) return NOT_ADMITTED;
    this.probesLeft -= 1;
    return this.term;
  }

  succeeded(admission: Admission, now: number): void {
    if (admission !== this.term) return;
    if (this.current === 'closed') return this.window.countSuccess(now);
    this.probesToSucceed -= 1;
    if (this.probesToSucceed === 0) this.enter('closed', now);
  }

  failed(admission: Admission, now: number): void {
    if (admission !== this.term) return;
    if (this.current === 'probing') return this.enter('open', now);
    this.window.countFailure(now);
    if (this.window.isAtLeast(this.settings.atLeast, this.settings.failureShare)) this.enter('open', now);
  }

  /** The request ended without saying anything about the service. */
  saidNothing(admission: Admission): void {
    if (admission === this.term && this.current === 'probing') this.probesLeft += 1;
  }

  private enter(state: BreakerState, now: number): void {
    this.current = state;
    this.term += 1;
    this.window.clear();
    this.openedAt = now;
    this.probesLeft = this.settings.probes;
    this.probesToSucceed = this.settings.probes;
    this.onState(state);
  }
}
