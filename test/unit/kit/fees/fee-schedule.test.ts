import { describe, expect, test } from '@jest/globals';
import { feeOn, feesOn, type FeeLine } from '../../../../subgraphs/kit/fees/fee-schedule.ts';
import { gebost } from '../../../../subgraphs/kit/fees/gebost.ts';

describe('the fee schedule of the GebOSt', () => {
  test.each([
    ['224.2', 570],
    ['221.1.1', 2_790],
    ['221.2.1', 2_820],
    ['221.8.1', 1_700],
    ['221.7', 1_250],
    ['225.1', 1_140],
    ['230', 260],
    ['surcharge/wish-plate', 1_020],
  ])('line %s is %i cents', (key, cents) => {
    expect(feeOn(key, '2022-06-01').cents).toBe(cents);
  });

  test('has each line once on any day, with its text in both languages', () => {
    for (const day of ['2019-10-01', '2022-01-01', '2026-03-01']) {
      const keys = feesOn(day).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThan(25);
    }
    for (const { text, cents } of gebost) {
      expect(text.de.length > 5 && text.en.length > 3 && cents > 0).toBe(true);
    }
  });

  test('has nothing before it came into force, and says so', () => {
    expect(feesOn('2019-09-30')).toEqual([]);
    expect(() => feeOn('224.2', '2019-09-30')).toThrow(/no line 224\.2 on 2019-09-30/);
    expect(() => feeOn('999', '2022-01-01')).toThrow(/no line 999/);
  });

  test('a change of the law is a row of data: each day has its own amount', () => {
    const before: FeeLine = { ...feeOn('224.2', '2022-01-01'), validTo: '2023-08-31' };
    const after: FeeLine = { ...before, validFrom: '2023-09-01', validTo: null, cents: 270 };
    const schedule = [before, after];
    expect(feeOn('224.2', '2023-08-31', schedule).cents).toBe(570);
    expect(feeOn('224.2', '2023-09-01', schedule).cents).toBe(270);
  });
});
