import { GraphQLError } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import { shown } from '../limits/excess.ts';
import { endings, type Ending } from './endings.ts';

export interface SubscriptionLimits {
  /** Open subscriptions of one citizen, or of one address for those who are not logged in. */
  perCaller: number;
  /** Open subscriptions of everybody. */
  total: number;
}

/** Something that a caller keeps open: a subscription, or a WebSocket. */
export interface Open {
  caller: Caller;
  end: (ending: Ending) => void;
}

/** Longest time of a timer of Node, milliseconds. */
const longestTimer = 2_147_483_647;

/** All that is open: it counts, and ends what may not go on. */
export class OpenSubscriptions {
  private readonly limits: SubscriptionLimits;
  private readonly open = new Set<Open>();
  private readonly counts = new Map<string, number>();
  private counted = 0;
  private closedWith: Ending | undefined;
  /** Goes up with each supergraph. */
  generation = 0;

  constructor(limits: SubscriptionLimits) {
    this.limits = limits;
  }

  /**
   * Takes in a subscription, which ends with the caller's token at the latest.
   * @returns what to call when it has ended
   * @throws SUBSCRIPTION_LIMIT when this caller, or everybody together, has too many
   */
  admit(subscription: Open, payer: string): () => void {
    const { perCaller, total } = this.limits;
    const own = this.counts.get(payer) ?? 0;
    if (own >= perCaller)
      throw limitReached(
        'callers',
        `You have ${shown(own)} open subscriptions, and no more are allowed. End one first.`,
        perCaller,
      );
    if (this.counted >= total)
      throw limitReached('all', 'The gateway has as many open subscriptions as it takes. Try again later.', total);
    this.counts.set(payer, own + 1);
    this.counted += 1;
    const release = this.watch(subscription);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      release();
      this.counted -= 1;
      const left = (this.counts.get(payer) ?? 1) - 1;
      if (left === 0) this.counts.delete(payer);
      else this.counts.set(payer, left);
    };
  }

  /** Takes in something that is not counted. */
  watch(open: Open): () => void {
    const { expiresAt } = open.caller;
    this.open.add(open);
    const expiry =
      expiresAt === undefined
        ? undefined
        : setTimeout(() => open.end(endings.tokenExpired), Math.min(longestTimer, Math.max(0, expiresAt - Date.now())));
    expiry?.unref();
    if (this.closedWith) open.end(this.closedWith);
    return () => {
      clearTimeout(expiry);
      this.open.delete(open);
    };
  }

  /** Ends what belongs to these callers. */
  end(ending: Ending, concerns: (caller: Caller) => boolean = () => true): void {
    // Ending one takes it out of the set, which a Set's iteration allows.
    for (const open of this.open) if (concerns(open.caller)) open.end(ending);
  }

  /** Ends everything that is open now, each at a moment of its own within so many milliseconds: those who are sent away come back. */
  endWithin(ms: number, ending: Ending): void {
    for (const open of this.open) setTimeout(() => open.end(ending), Math.random() * ms).unref();
  }

  /** Ends everything, also what comes from now on. */
  close(): void {
    this.closedWith = endings.shuttingDown;
    this.end(endings.shuttingDown);
  }

  /** How many subscriptions are open. */
  get size(): number {
    return this.counted;
  }
}

function limitReached(whose: 'callers' | 'all', message: string, allowed: number): GraphQLError {
  const status = whose === 'callers' ? 429 : 503;
  return new GraphQLError(message, { extensions: { code: 'SUBSCRIPTION_LIMIT', allowed, http: { status } } });
}
