import { afterEach, describe, expect, test } from '@jest/globals';
import { Deadlines, type Watch } from '../../../../../gateway/execution/transport/deadlines.ts';

const deadlines = new Deadlines();
afterEach(() => deadlines.stop());

interface Watched {
  deadline: number;
  expiredAt: number | undefined;
  watch?: Watch;
  expire(): void;
}

function dueIn(ms: number): Watched {
  const watched: Watched = {
    deadline: Date.now() + ms,
    expiredAt: undefined,
    expire() {
      watched.expiredAt = Date.now();
    },
  };
  watched.watch = deadlines.watch(watched);
  return watched;
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

describe('A deadline', () => {
  test('expires once, not long before its time, in whatever order deadlines were set', async () => {
    const all = [300, 100, 200, 150].map(dueIn);
    await wait(900);
    for (const { deadline, expiredAt } of all) expect(expiredAt).toBeGreaterThanOrEqual(deadline - 20);
    const times = all.map(({ expiredAt }) => expiredAt);
    await wait(100);
    expect(all.map(({ expiredAt }) => expiredAt)).toEqual(times);
  });

  test('that was released does not expire, and those after it do', async () => {
    const [released, kept] = [dueIn(60), dueIn(120)];
    released.watch?.leave();
    await wait(600);
    expect(released.expiredAt).toBeUndefined();
    expect(kept.expiredAt).toBeDefined();
  });

  test('does not expire when one that expires in the same moment releases it', async () => {
    const deadline = Date.now() + 40;
    let later: Watch | undefined = undefined;
    let expired = 0;
    const release = (): void => {
      expired += 1;
      later?.leave();
    };
    deadlines.watch({ deadline, expire: release });
    later = deadlines.watch({ deadline, expire: release });
    await wait(300);
    expect(expired).toBe(1);
  });

  test('that is set while another expires is kept too', async () => {
    let second: Watched | undefined;
    const first = { deadline: Date.now() + 40, expire: () => (second = dueIn(60)) };
    deadlines.watch(first);
    await wait(700);
    expect(second?.expiredAt).toBeDefined();
  });

  test('is watched again after a pause in which nothing was', async () => {
    await wait(1_300);
    const late = dueIn(50);
    await wait(500);
    expect(late.expiredAt).toBeDefined();
  });
});
