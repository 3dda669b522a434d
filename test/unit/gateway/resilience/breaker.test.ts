import { describe, expect, test } from '@jest/globals';
import { Breaker, NOT_ADMITTED, type BreakerState } from '../../../../gateway/resilience/breaker.ts';
import { defaultResilience } from '../../../../gateway/resilience/settings.ts';

function breakerAt(start = 1_000_000) {
  const states: BreakerState[] = [];
  const breaker = new Breaker(defaultResilience.breaker, (state) => states.push(state));
  const clock = { now: start };
  const ask = (outcome: 'ok' | 'fails'): void => {
    const admission = breaker.admit(clock.now);
    expect(admission).not.toBe(NOT_ADMITTED);
    if (outcome === 'ok') breaker.succeeded(admission, clock.now);
    else breaker.failed(admission, clock.now);
  };
  const open = (): void => {
    for (let count = 0; count < 20; count += 1) ask('fails');
    expect(breaker.state).toBe('open');
  };
  return { breaker, states, clock, ask, open };
}

describe('A breaker', () => {
  test('stays closed below 20 answers, however many of them are failures', () => {
    const { breaker, ask } = breakerAt();
    for (let count = 0; count < 19; count += 1) ask('fails');
    expect(breaker.state).toBe('closed');
  });

  test('opens when half of 20 answers are failures, and not when fewer are', () => {
    const below = breakerAt();
    for (let count = 0; count < 11; count += 1) below.ask('ok');
    for (let count = 0; count < 9; count += 1) below.ask('fails');
    expect(below.breaker.state).toBe('closed');

    const half = breakerAt();
    for (let count = 0; count < 10; count += 1) half.ask('ok');
    for (let count = 0; count < 9; count += 1) half.ask('fails');
    expect(half.breaker.state).toBe('closed');
    half.ask('fails');
    expect(half.breaker.state).toBe('open');
  });

  test('forgets what is older than 10 s, also when nothing was asked in between', () => {
    const { breaker, clock, ask } = breakerAt();
    for (let count = 0; count < 19; count += 1) ask('fails');
    clock.now += 11_000;
    for (let count = 0; count < 19; count += 1) ask('fails');
    expect(breaker.state).toBe('closed');
    clock.now += 5_000;
    ask('fails');
    expect(breaker.state).toBe('open');
  });

  test('refuses for 5 s, then lets three probes through and closes when all succeed', () => {
    const { breaker, states, clock, open } = breakerAt();
    open();
    clock.now += 4_999;
    expect(breaker.admit(clock.now)).toBe(NOT_ADMITTED);
    clock.now += 1;
    const probes = [breaker.admit(clock.now), breaker.admit(clock.now), breaker.admit(clock.now)];
    expect(probes).not.toContain(NOT_ADMITTED);
    expect(breaker.admit(clock.now)).toBe(NOT_ADMITTED);
    for (const probe of probes) breaker.succeeded(probe, clock.now);
    expect(states).toEqual(['open', 'probing', 'closed']);
    expect(breaker.admit(clock.now)).not.toBe(NOT_ADMITTED);
  });

  test('opens again for 5 s when one probe fails', () => {
    const { breaker, clock, open } = breakerAt();
    open();
    clock.now += 5_000;
    const probes = [breaker.admit(clock.now), breaker.admit(clock.now)];
    breaker.succeeded(probes[0]!, clock.now);
    breaker.failed(probes[1]!, clock.now);
    expect(breaker.state).toBe('open');
    clock.now += 4_999;
    expect(breaker.admit(clock.now)).toBe(NOT_ADMITTED);
    clock.now += 1;
    expect(breaker.admit(clock.now)).not.toBe(NOT_ADMITTED);
  });

  test('takes an answer to a request from before it opened neither for a probe nor for a failure', () => {
    const { breaker, clock, open } = breakerAt();
    const late = breaker.admit(clock.now);
    open();
    clock.now += 5_000;
    const probe = breaker.admit(clock.now);
    breaker.failed(late, clock.now);
    expect(breaker.state).toBe('probing');
    breaker.succeeded(late, clock.now);
    breaker.succeeded(late, clock.now);
    breaker.succeeded(probe, clock.now);
    expect(breaker.state).toBe('probing');
  });

  test('gives the place of a probe that said nothing to another', () => {
    const { breaker, clock, open } = breakerAt();
    open();
    clock.now += 5_000;
    const probes = [breaker.admit(clock.now), breaker.admit(clock.now), breaker.admit(clock.now)];
    expect(breaker.admit(clock.now)).toBe(NOT_ADMITTED);
    breaker.saidNothing(probes[0]!);
    expect(breaker.admit(clock.now)).not.toBe(NOT_ADMITTED);
  });
});
