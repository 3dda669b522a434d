import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { anonymous, type Caller } from '../../../../../gateway/auth/caller.ts';
import { SessionEnds, type SessionEnd } from '../../../../../gateway/auth/sessions/session-ends.ts';

afterEach(() => {
  jest.useRealTimers();
});

const caller = (subject: string, session: string, issuedAt?: number): Caller => ({
  citizen: { subject, session, level: 'NORMAL', ...(issuedAt === undefined ? {} : { issuedAt }) },
  scopes: [],
  key: `${subject} ${session}`,
});

describe('Ends of sessions', () => {
  test('concern the session that is named and nobody else, least of all the anonymous', () => {
    const ends = new SessionEnds({ keepMs: 1_000 });
    ends.remember({ session: 'a', subject: 'erika', endedAt: 100 });
    expect(ends.hasEnded(caller('erika', 'a', 500))).toBe(true);
    expect(ends.hasEnded(caller('erika', 'b', 50))).toBe(false);
    expect(ends.hasEnded(anonymous)).toBe(false);
  });

  test('of a whole account concern what began until then; the later of two counts, in whichever order they come', () => {
    const ends = new SessionEnds({ keepMs: 1_000 });
    ends.remember({ subject: 'erika', endedAt: 200 });
    ends.remember({ subject: 'erika', endedAt: 100 });
    expect([199, 200, 201].map((issuedAt) => ends.hasEnded(caller('erika', 'a', issuedAt)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(ends.hasEnded(caller('erika', 'a'))).toBe(true);
    expect(ends.hasEnded(caller('max', 'a', 100))).toBe(false);
  });

  test('are remembered as long as a token may be out, and then forgotten', () => {
    jest.useFakeTimers();
    const ends = new SessionEnds({ keepMs: 1_000 });
    ends.remember({ session: 'a', endedAt: 0 });
    jest.setSystemTime(Date.now() + 999);
    ends.remember({ session: 'b', endedAt: 0 });
    expect(ends.size).toBe(2);
    jest.setSystemTime(Date.now() + 1);
    ends.remember({ session: 'c', endedAt: 0 });
    expect(['a', 'b', 'c'].map((session) => ends.hasEnded(caller('erika', session)))).toEqual([false, true, true]);
  });

  test('are bounded: of too many the first are forgotten, and somebody is told', () => {
    const onFull = jest.fn();
    const ends = new SessionEnds({ keepMs: 60_000, most: 3, onFull });
    for (const session of ['a', 'b', 'c', 'd']) ends.remember({ session, endedAt: 0 });
    expect(ends.size).toBe(3);
    expect(ends.hasEnded(caller('erika', 'a'))).toBe(false);
    expect(ends.hasEnded(caller('erika', 'd'))).toBe(true);
    expect(onFull).toHaveBeenCalledTimes(1);
  });

  test('are told to those who keep something open', () => {
    const ends = new SessionEnds({ keepMs: 1_000 });
    const concerned: boolean[][] = [];
    ends.onEnd((concerns) => concerned.push([concerns(caller('erika', 'a')), concerns(caller('max', 'b'))]));
    ends.remember({ session: 'a', endedAt: 0 });
    expect(concerned).toEqual([[true, false]]);
  });

  test('are made known to other gateways; this one refuses even when that fails', async () => {
    const ends = new SessionEnds({ keepMs: 1_000 });
    const published: SessionEnd[] = [];
    ends.shareThrough({
      publish: async (end) => {
        published.push(end);
        if (end.session === 'b') throw new Error('unreachable');
      },
    });
    await ends.report({ session: 'a', endedAt: 7 });
    await expect(ends.report({ session: 'b', endedAt: 7 })).rejects.toThrow('unreachable');
    expect(published).toHaveLength(2);
    expect(ends.hasEnded(caller('erika', 'b'))).toBe(true);
  });
});
