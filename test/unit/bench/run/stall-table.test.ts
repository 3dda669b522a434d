import { expect, test } from '@jest/globals';
import type { Stall } from '../../../bench/run/loop-probe.ts';
import { StallTable, stallText } from '../../../bench/run/stall-table.ts';

const stall = (parts: Partial<Stall>): Stall => ({
  stallMs: 0,
  corelessMs: 0,
  ownMs: 0,
  ownAtLeastMs: 0,
  workedMs: 0,
  collectedMs: 0,
  stolenMs: 0,
  ...parts,
});
const robbed = stall({ stallMs: 171, corelessMs: 165, ownMs: 6, workedMs: 6, stolenMs: 160 });
const worked = stall({ stallMs: 60, ownMs: 55, ownAtLeastMs: 51, corelessMs: 5, workedMs: 52, collectedMs: 3 });

test('the longest stall by the clock and the longest of the gateway itself are told apart', () => {
  const table = new StallTable();
  const own = stall({ stallMs: 9, ownMs: 9, ownAtLeastMs: 7 });
  table.add('a swap', { longest: robbed, longestOwn: own, longestOwnAtLeast: own, observedMs: 1_000, stolenMs: 0 });
  table.add('a swap', {
    longest: worked,
    longestOwn: worked,
    longestOwnAtLeast: worked,
    observedMs: 2_000,
    stolenMs: 0,
  });
  const row = table.text().split('\n').at(-1);
  expect(row).toBe('| a swap | 2 | 3 | 171 / 171 | 165 | 160 | 55 / 55 | 52 | 3.0 | 51 / 51 | 2 | 1 | 1 |');
});

test('what went on at different times stands in rows of its own, in the order of their first', () => {
  const table = new StallTable();
  for (const occasion of ['before', 'a swap', 'before'])
    table.add(occasion, {
      longest: worked,
      longestOwn: worked,
      longestOwnAtLeast: worked,
      observedMs: 500,
      stolenMs: 0,
    });
  expect(
    table
      .text()
      .split('\n')
      .slice(2)
      .map((line) => line.slice(0, 14)),
  ).toEqual(['| before | 2 |', '| a swap | 1 |']);
});

test('stretches of which the host took a part are told apart', () => {
  const table = new StallTable();
  for (const stolenMs of [0, 160, 0])
    table.add('a swap', {
      longest: robbed,
      longestOwn: robbed,
      longestOwnAtLeast: robbed,
      observedMs: 500,
      stolenMs,
    });
  const rows = table.text().split('\n').slice(2);
  expect(rows.map((line) => line.split(' | ').slice(0, 2))).toEqual([
    ['| a swap', '2'],
    ['| a swap, host took some', '1'],
  ]);
});

test('a stall is told with what it consisted of', () => {
  expect(stallText(robbed)).toBe(
    'stall of 171 ms: 165 without a core, 0.0 to 6.0 own, of which 6.0 worked; GC 0.0; the host took 160 of all cores',
  );
});
