import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { pairs } from '../../platform/config/fields.ts';
import type { Caller } from '../auth/caller.ts';
import { networkOf } from './network-of.ts';
import type { Claim, Overdrawn, Quotas } from './quotas.ts';

/** Requests a minute; 0 means unlimited. */
export interface RateLimits {
  /** Of one network address, for callers who are not logged in. */
  address: number;
  /** Of one citizen, through whichever frontend. */
  citizen: number;
  /** Of one agency's client, for all who use it. */
  client: number;
}

export const defaultRateLimits: Readonly<RateLimits> = { address: 6_000, citizen: 1_200, client: 120_000 };

/** Rates that differ from the defaults, as `name=number` pairs: `address=600,client=0`. */
export const rateLimitsSetting = pairs.transform((given, context): Partial<RateLimits> => {
  const rates: Partial<RateLimits> = {};
  for (const [name, text] of Object.entries(given)) {
    const rate = Number(text);
    if (!Number.isSafeInteger(rate) || rate < 0) context.addIssue(`expected ${name} to be a whole number of requests`);
    else if (name === 'address' || name === 'citizen' || name === 'client') rates[name] = rate;
    else context.addIssue(`expected address, citizen or client, but got ${name}`);
  }
  return rates;
});

/**
 * All rates: those given, and defaults.
 * @param tellsCallersApart whether there is an issuer of tokens; without one the rate of an address would be that of everybody behind it
 */
export function completeRates(given: Partial<RateLimits>, tellsCallersApart: boolean): RateLimits {
  return { ...defaultRateLimits, ...(tellsCallersApart ? {} : { address: 0 }), ...given };
}

/** Who makes a request, as far as rates are concerned. */
export interface Requester {
  caller: Caller;
  address: string;
}

const whose: Record<keyof RateLimits, string> = {
  address: 'your network address',
  citizen: 'you',
  client: 'this application',
};

/**
 * Counts requests. Threat: one citizen, script or frontend that sends more than its share, each request small enough to be allowed. Rule: a
 * quota a minute for each; what is refused costs nothing, and says when to come back.
 */
export class RateLimiter {
  private readonly rates: RateLimits;
  private readonly quotas: Quotas;

  constructor(rates: RateLimits, quotas: Quotas) {
    this.rates = rates;
    this.quotas = quotas;
  }

  /** @throws GraphQLError `LIMIT_EXCEEDED` with status 429 and `Retry-After`; a promise only when others have to be asked */
  admit(requester: Requester): void | Promise<void> {
    const claims = this.claimsOf(requester);
    if (claims.length === 0) return;
    const overdrawn = this.quotas.take(claims);
    if (overdrawn instanceof Promise) return overdrawn.then(refuse);
    refuse(overdrawn);
  }

  private claimsOf({ caller: { citizen, client }, address }: Requester): Claim[] {
    const claims: Claim[] = [];
    this.claim(claims, 'client', client);
    this.claim(claims, 'citizen', citizen?.subject);
    if (!citizen) this.claim(claims, 'address', networkOf(address));
    return claims;
  }

  private claim(claims: Claim[], kind: keyof RateLimits, id: string | undefined): void {
    const allowed = this.rates[kind];
    if (id !== undefined && allowed > 0) claims.push({ key: `${kind} ${id}`, allowed, amount: 1 });
  }
}

function refuse(overdrawn: Overdrawn | undefined): void {
  if (!overdrawn) return;
  const { claim, retryAfter } = overdrawn;
  const kind = claim.key.split(' ')[0] as keyof RateLimits;
  throw new GraphQLError(
    `${claim.allowed} requests a minute are allowed for ${whose[kind]}, and this one is beyond that. Try again in ${retryAfter} s.`,
    {
      extensions: {
        code: 'LIMIT_EXCEEDED',
        limit: 'requestsPerMinute',
        allowed: claim.allowed,
        retryAfter,
        http: { status: 429, headers: new HeaderMap([['retry-after', String(retryAfter)]]) },
      },
    },
  );
}

/** A reader of contexts that lets only those through who keep to their rates. */
export function withinRates<Request, Context extends Requester>(
  readContext: (request: Request) => Promise<Context>,
  limiter: RateLimiter,
): (request: Request) => Promise<Context> {
  return async (request) => {
    const context = await readContext(request);
    const admitted = limiter.admit(context);
    if (admitted) await admitted;
    return context;
  };
}
