import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { QuotasInMemory } from '../../../../gateway/sharing/quotas-in-memory.ts';
import { quotasWithFallback } from '../../../../gateway/sharing/quotas-with-fallback.ts';
import type { Overdrawn } from '../../../../gateway/sharing/quotas.ts';

const MINUTE = 60_000;
const START = 1_000 * MINUTE;

function quotasAt() {
  const clock = { now: START };
  const quotas = new QuotasInMemory(() => clock.now);
  const take = (amount: number, allowed = 10, key = 'citizen erika') =>
    quotas.take([{ key, allowed, amount }]) as Overdrawn | undefined;
  return { clock, take, quotas };
}

describe('A quota', () => {
  test('is refused once it is spent, and each key has its own', () => {
    const { take } = quotasAt();
    expect(take(10)).toBeUndefined();
    expect(take(1)).toMatchObject({ claim: { key: 'citizen erika' } });
    expect(take(10, 10, 'citizen max')).toBeUndefined();
  });

  test('is not used up by what is refused', () => {
    const { take } = quotasAt();
    for (let attempt = 0; attempt < 5; attempt += 1) expect(take(11)).toBeDefined();
    expect(take(10)).toBeUndefined();
  });

  test('is forgotten where there are more than 100,000 and it was not used for longest', () => {
    const { take } = quotasAt();
    for (const first of ['citizen max', 'citizen erika']) expect(take(10, 10, first)).toBeUndefined();
    for (let other = 2; other < 100_000; other += 1) take(1, 10, `address ${other}`);
    expect(take(1)).toBeDefined();
    take(1, 10, 'address 1');
    expect(take(1)).toBeDefined();
    expect(take(1, 10, 'citizen max')).toBeUndefined();
  });

  test('does not come twice at the turn of a minute', () => {
    const { clock, take } = quotasAt();
    clock.now = START + MINUTE - 1;
    expect(take(10)).toBeUndefined();
    clock.now = START + MINUTE;
    expect(take(1)).toBeDefined();
    clock.now = START + 1.5 * MINUTE;
    expect(take(5)).toBeUndefined();
    expect(take(1)).toBeDefined();
  });

  test('fits again at the very second it names', () => {
    const { clock, take } = quotasAt();
    clock.now += 14;
    expect(take(9)).toBeUndefined();
    clock.now += 49_986;
    expect(take(1)).toBeUndefined();
    expect(take(3)).toMatchObject({ retryAfter: 28 });
    clock.now += 28_000;
    expect(take(3)).toBeUndefined();
  });

  test('fits again after the seconds it names, and not a second before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ afterMs: fc.nat(50_000), amount: fc.integer({ min: 1, max: 10 }) }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 10 }),
        (takings, amount) => {
          const { clock, take } = quotasAt();
          for (const { afterMs, amount: taken } of takings) {
            clock.now += afterMs;
            take(taken);
          }
          const overdrawn = take(amount);
          if (!overdrawn) return;
          const refusedAt = clock.now;
          clock.now = refusedAt + (overdrawn.retryAfter - 1) * 1_000 - 1;
          if (overdrawn.retryAfter > 1) expect(take(amount)).toBeDefined();
          clock.now = refusedAt + overdrawn.retryAfter * 1_000;
          expect(take(amount)).toBeUndefined();
        },
      ),
    );
  });
});

describe('Shared quotas that cannot be asked', () => {
  test('are replaced by half of them, and by no error', async () => {
    const { quotas } = quotasAt();
    const withFallback = quotasWithFallback({ take: () => Promise.reject(new Error('Redis is gone')) }, quotas);
    const outcomes = [];
    for (let count = 0; count < 10; count += 1) {
      outcomes.push(await withFallback.take([{ key: 'citizen erika', allowed: 10, amount: 1 }]));
    }
    expect(outcomes.filter((overdrawn) => overdrawn === undefined)).toHaveLength(5);
  });
});
