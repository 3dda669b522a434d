import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../bench/soak/judge.ts';

const whole = { status: 200, text: '{"data":{"me":null}}' };
const nothing: ReadonlySet<string> = new Set();

describe('what the soak takes for an answer in time', () => {
  test('Eight seconds are in time, more are too late.', () => {
    expect(judge({ ...whole, ms: 8_000 }, nothing)).toBe('whole');
    expect(judge({ ...whole, ms: 8_001 }, nothing)).toBe('failed: too late');
  });

  test('The time at a gateway that was killed is taken off.', () => {
    expect(judge({ ...whole, ms: 8_400, lostMs: 3_000 }, nothing)).toBe('whole');
    expect(judge({ ...whole, ms: 11_001, lostMs: 3_000 }, nothing)).toBe('failed: too late');
  });

  test('No more than the budget of a gateway is taken off.', () => {
    expect(judge({ ...whole, ms: 13_000, lostMs: 9_000 }, nothing)).toBe('whole');
    expect(judge({ ...whole, ms: 13_001, lostMs: 9_000 }, nothing)).toBe('failed: too late');
  });

  test('Time that was lost excuses nothing but lateness.', () => {
    const error = { extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'payments' } };
    const text = JSON.stringify({ data: { me: null }, errors: [error] });
    expect(judge({ status: 200, text, ms: 100, lostMs: 3_000 }, nothing)).toBe(
      'failed: SUBGRAPH_UNAVAILABLE of payments',
    );
    expect(judge({ status: 200, text, ms: 100, lostMs: 3_000 }, new Set(['payments']))).toBe('partial');
    expect(judge({ ...whole, status: 500, ms: 100, lostMs: 3_000 }, nothing)).toBe('failed: status 500');
  });
});
