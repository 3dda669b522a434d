import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { anonymous, type Caller } from '../../../../gateway/auth/caller.ts';
import { QuotasInMemory } from '../../../../gateway/sharing/quotas-in-memory.ts';
import {
  RateLimiter,
  completeRates,
  rateLimitsSetting,
  type RateLimits,
  type Requester,
} from '../../../../gateway/sharing/rate-limits.ts';

const citizen = (subject: string, client?: string): Caller => ({
  citizen: { subject, session: 's', level: 'NORMAL' },
  scopes: [],
  key: subject,
  ...(client === undefined ? {} : { client }),
});

/** Admits whoever keeps to the rates, within one moment. */
function admitting(rates: Partial<RateLimits>): (requester: Requester) => Promise<void> {
  const quotas = new QuotasInMemory(() => 60_000_000);
  const limiter = new RateLimiter({ address: 0, citizen: 0, client: 0, ...rates }, quotas);
  return async (requester) => limiter.admit(requester);
}

async function refusal(admission: Promise<void>): Promise<GraphQLError> {
  try {
    await admission;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
  }
  throw new Error('expected a refusal');
}

describe('Rates', () => {
  test('are one for each citizen, through whichever address', async () => {
    const admit = admitting({ citizen: 2, address: 1 });
    const erika = citizen('erika');
    for (const address of ['192.0.2.1', '192.0.2.2']) await admit({ caller: erika, address });
    const { message, extensions } = await refusal(admit({ caller: erika, address: '192.0.2.3' }));
    expect(message).toContain('2 requests a minute are allowed for you');
    expect(extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'requestsPerMinute', http: { status: 429 } });
    const { headers } = extensions['http'] as { headers: Map<string, string> };
    expect(headers.get('retry-after')).toBe(String(extensions['retryAfter']));
    await admit({ caller: citizen('max'), address: '192.0.2.1' });
  });

  test('are one for each address of those who are not logged in', async () => {
    const admit = admitting({ address: 1 });
    await admit({ caller: anonymous, address: '2001:db8:1:2::1' });
    const { message } = await refusal(admit({ caller: anonymous, address: '2001:db8:1:2::2' }));
    expect(message).toContain('your network address');
    await admit({ caller: anonymous, address: '2001:db8:1:3::1' });
  });

  test('are one for each client, for all its citizens together', async () => {
    const admit = admitting({ client: 2 });
    await admit({ caller: citizen('erika', 'portal'), address: '' });
    await admit({ caller: citizen('max', 'portal'), address: '' });
    expect((await refusal(admit({ caller: citizen('lena', 'portal'), address: '' }))).message).toContain(
      'this application',
    );
    await admit({ caller: citizen('lena', 'app'), address: '' });
  });

  test('of 0 are unlimited', async () => {
    const admit = admitting({});
    for (let count = 0; count < 100; count += 1) await admit({ caller: anonymous, address: '192.0.2.1' });
  });
});

describe('RATE_LIMITS', () => {
  test('changes the rates that it names', () => {
    expect(completeRates(rateLimitsSetting.parse('address=5,client=0'), true)).toEqual({
      address: 5,
      citizen: 1_200,
      client: 0,
    });
    expect(completeRates({}, false).address).toBe(0);
  });

  test.each(['adress=5', 'citizen=-1', 'citizen=many', 'citizen=1.5'])('refuses %s', (text) => {
    expect(rateLimitsSetting.safeParse(text).success).toBe(false);
  });
});
