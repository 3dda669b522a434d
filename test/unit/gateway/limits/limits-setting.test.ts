import { expect, test } from '@jest/globals';
import { completeLimits, limitsSetting } from '../../../../gateway/limits/limits-setting.ts';
import { defaultLimits } from '../../../../gateway/limits/limits.ts';

test('names and numbers take the place of defaults', () => {
  const given = limitsSetting.parse('depth=20, cost=50000');
  expect(completeLimits(given, true)).toEqual({ ...defaultLimits, depth: 20, cost: 50_000 });
});

test('a budget per minute is on only where callers can be told apart, or where it is set', () => {
  expect(completeLimits({}, true).costPerMinute).toBe(defaultLimits.costPerMinute);
  expect(completeLimits({}, false).costPerMinute).toBe(0);
  expect(completeLimits(limitsSetting.parse('costPerMinute=7'), false).costPerMinute).toBe(7);
});

test.each([
  ['dept=20', /expected names of limits \(tokens, .*\), but got dept/],
  ['depth=deep', /expected depth to be a whole number/],
  ['depth=-1', /expected depth to be a whole number/],
  ['depth', /name=value/],
])('%s is refused', (text, message) => {
  expect(limitsSetting.safeParse(text).error?.issues[0]?.message).toMatch(message);
});
