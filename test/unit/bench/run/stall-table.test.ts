import { expect, test } from '@jest/globals';
import type { Stall } from '../../../bench/run/loop-probe.ts';
import { StallTable, stallText } from '../../../bench/run/stall-table.ts';

const stall = (parts: Partial<Stall>): Stall => ({
  stallMs: 0,
  corelessMs: 0,
  ownMs: 0,
  workedMs: 0,
  collectedMs: 0,
  stolenMs: 0,
  ...parts,
});
const robbed = stall({ stallMs: 171, corelessMs: 165, ownMs: 6, workedMs: 6, stolenMs: 160 });
const worked = stall({ stallMs: 60, ownMs: 55, corelessMs: 5, workedMs: 52, collectedMs: 3 });

test('the longest stall by the clock and the longest of the gateway itself are told apart', () => {
  const table = new StallTable();
  table.add('a swap', { longest: robbed, longestOwn: stall({ stallMs: 9, ownMs: 9 }), observedMs: 1_000 });
  table.add('a swap', { longest: worked, longestOwn: worked, observedMs: 2_000 });
  const row = table.text().split('\n').at(-1);
  expect(row).toBe('| a swap | 2 | 3 | 171 / 171 | 165 | 160 | 55 / 55 | 52 | 3.0 | 2 | 1 |');
});

test('what went on at different times stands in rows of its own, in the order of their first', () => {
  const table = new StallTable();
  for (const occasion of ['before', 'a swap', 'before'])
    table.add(occasion, { longest: worked, longestOwn: worked, observedMs: 500 });
  expect(
    table
      .text()
      .split('\n')
      .slice(2)
      .map((line) => line.slice(0, 14)),
  ).toEqual(['| before | 2 |', '| a swap | 1 |']);
});

test('a stall is told with what it consisted of', () => {
  expect(stallText(robbed)).toBe(
    'stall of 171 ms: 165 without a core, 6.0 own, of which 6.0 worked; GC 0.0; the host took 160 of all cores',
  );
});
