import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { anonymous, type Caller } from '../../../../gateway/auth/caller.ts';
import { QuotasInMemory } from '../../../../gateway/sharing/quotas-in-memory.ts';
import { RateLimiter, rateLimitsSetting, type RateLimits } from '../../../../gateway/sharing/rate-limits.ts';

const citizen = (subject: string, client?: string): Caller => ({
  citizen: { subject, session: 's', level: 'NORMAL' },
  scopes: [],
  key: subject,
  ...(client === undefined ? {} : { client }),
});

function limiter(rates: Partial<RateLimits>): RateLimiter {
  return new RateLimiter({ address: 0, citizen: 0, client: 0, ...rates }, new QuotasInMemory(() => 60_000_000));
}

function refusal(admit: () => void | Promise<void>): GraphQLError {
  try {
    void admit();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
  }
  throw new Error('expected a refusal');
}

describe('Rates', () => {
  test('are one for each citizen, through whichever address', () => {
    const limits = limiter({ citizen: 2, address: 1 });
    const erika = citizen('erika');
    for (const address of ['192.0.2.1', '192.0.2.2']) limits.admit({ caller: erika, address });
    const { message, extensions } = refusal(() => limits.admit({ caller: erika, address: '192.0.2.3' }));
    expect(message).toContain('2 requests a minute are allowed for you');
    expect(extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'requestsPerMinute', http: { status: 429 } });
    const { headers } = extensions['http'] as { headers: Map<string, string> };
    expect(headers.get('retry-after')).toBe(String(extensions['retryAfter']));
    limits.admit({ caller: citizen('max'), address: '192.0.2.1' });
  });

  test('are one for each address of those who are not logged in', () => {
    const limits = limiter({ address: 1 });
    limits.admit({ caller: anonymous, address: '2001:db8:1:2::1' });
    const { message } = refusal(() => limits.admit({ caller: anonymous, address: '2001:db8:1:2::2' }));
    expect(message).toContain('your network address');
    limits.admit({ caller: anonymous, address: '2001:db8:1:3::1' });
  });

  test('are one for each client, for all its citizens together', () => {
    const limits = limiter({ client: 2 });
    limits.admit({ caller: citizen('erika', 'portal'), address: '' });
    limits.admit({ caller: citizen('max', 'portal'), address: '' });
    expect(refusal(() => limits.admit({ caller: citizen('lena', 'portal'), address: '' })).message).toContain(
      'this application',
    );
    limits.admit({ caller: citizen('lena', 'app'), address: '' });
  });

  test('of 0 are unlimited', () => {
    const limits = limiter({});
    for (let count = 0; count < 100; count += 1) limits.admit({ caller: anonymous, address: '192.0.2.1' });
  });
});

describe('RATE_LIMITS', () => {
  test('changes the rates that it names', () => {
    expect(rateLimitsSetting.parse('address=5,client=0')).toEqual({ address: 5, citizen: 1_200, client: 0 });
  });

  test.each(['adress=5', 'citizen=-1', 'citizen=many', 'citizen=1.5'])('refuses %s', (text) => {
    expect(rateLimitsSetting.safeParse(text).success).toBe(false);
  });
});
