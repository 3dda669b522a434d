import { LRUCache } from 'lru-cache';
import { fits, QUOTA_WINDOW_MS, secondsUntilFits, type Claim, type Quotas, type Taken } from './quotas.ts';

const MOST_KEYS = 100_000;

/** What one key has taken, and in which minute since the epoch. */
interface Account {
  minute: number;
  previous: number;
  current: number;
}

/** Quotas of one gateway. Bounded: of more keys than there is room for, those are forgotten that were not used for longest. */
export class QuotasInMemory implements Quotas {
  /** By size, since `max` would reserve the room for all of them at the start. */
  private readonly accounts = new LRUCache<string, Account>({ maxSize: MOST_KEYS, sizeCalculation: () => 1 });
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  take(claims: readonly Claim[]): ReturnType<Quotas['take']> {
    const now = this.now();
    const minute = Math.floor(now / QUOTA_WINDOW_MS);
    for (const claim of claims) {
      const taken: Taken = { ...this.accountFor(claim.key, minute), elapsedMs: now % QUOTA_WINDOW_MS };
      if (!fits(taken, claim)) return { claim, retryAfter: secondsUntilFits(taken, claim) };
    }
    for (const { key, amount } of claims) this.accountFor(key, minute).current += amount;
    return undefined;
  }

  private accountFor(key: string, minute: number): Account {
    let account = this.accounts.get(key);
    if (!account) {
      account = { minute, previous: 0, current: 0 };
      this.accounts.set(key, account);
    }
    if (account.minute !== minute) {
      account.previous = account.minute === minute - 1 ? account.current : 0;
      account.current = 0;
      account.minute = minute;
    }
    return account;
  }
}
