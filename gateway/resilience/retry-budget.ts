import type { RetrySettings } from './settings.ts';

/** Retries that a service can be asked to bear: a share of the requests that were sent, so that a service in trouble does not get twice the load. */
export class RetryBudget {
  private readonly settings: RetrySettings;
  private saved: number;

  constructor(settings: RetrySettings) {
    this.settings = settings;
    this.saved = settings.saved;
  }

  /** To be called for each request. */
  earn(): void {
    if (this.saved < this.settings.saved) this.saved += this.settings.share;
  }

  /** Whether one more retry fits; it is then spent. */
  spend(): boolean {
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }

  /** Milliseconds before a retry. */
  pause(): number {
    const [least, most] = this.settings.pauseMs;
    return least + Math.random() * (most - least);
  }
}
