import { describe, expect, test } from '@jest/globals';
import { costBudgetInMemory } from '../../../../gateway/limits/cost-budget.ts';

describe("A caller's budget", () => {
  test('is spent by operations and comes back evenly', () => {
    let now = 0;
    const budget = costBudgetInMemory(600, () => now);
    expect(budget.spend('erika', 400)).toBeUndefined();
    expect(budget.spend('erika', 200)).toBeUndefined();
    expect(budget.spend('erika', 100)).toMatchObject({
      retryAfter: 10,
      excess: { limit: 'costPerMinute', allowed: 600, actual: 700 },
    });
    now = 9_000;
    expect(budget.spend('erika', 100)).toMatchObject({ retryAfter: 1 });
    now = 10_000;
    expect(budget.spend('erika', 100)).toBeUndefined();
  });

  test('is not used up by what is refused', () => {
    const budget = costBudgetInMemory(100, () => 0);
    for (let attempt = 0; attempt < 5; attempt++) expect(budget.spend('erika', 101)).toBeDefined();
    expect(budget.spend('erika', 100)).toBeUndefined();
  });

  test('is one for each caller', () => {
    const budget = costBudgetInMemory(100, () => 0);
    expect(budget.spend('erika', 100)).toBeUndefined();
    expect(budget.spend('max', 100)).toBeUndefined();
    expect(budget.spend('erika', 1)).toBeDefined();
  });

  test('of 0 is unlimited', () => {
    const budget = costBudgetInMemory(0, () => 0);
    expect(budget.spend('erika', Number.MAX_SAFE_INTEGER)).toBeUndefined();
    expect(budget.spend('erika', Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });
});
