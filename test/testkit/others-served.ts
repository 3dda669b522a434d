import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { stopwatch } from './stopwatch.ts';

/** Milliseconds that another citizen may wait for a small answer, whatever else happens. */
const OTHERS_WAIT_AT_MOST = 1_000;
/** How many times what the question takes while nothing happens is added: on a quiet machine hardly anything. */
const BUSY_MACHINE = 5;
/** So that it is the gateway that is measured and not who asks. */
const PAUSE_MS = 20;
const CALM_QUESTIONS = 5;

/** A small question of somebody who has nothing to do with it all. Fails when the answer is not the right one. */
export type SmallQuestion = () => Promise<void>;

async function timed(ask: SmallQuestion): Promise<number> {
  const elapsed = stopwatch();
  await ask();
  return elapsed();
}

/** What this machine may add to a time just now, milliseconds: several times the slowest of a few small questions. */
export async function machineMs(ask: SmallQuestion): Promise<number> {
  let slowest = 0;
  for (let count = 0; count < CALM_QUESTIONS; count++) slowest = Math.max(slowest, await timed(ask));
  return BUSY_MACHINE * slowest;
}

/** How somebody was served who asked again and again. */
export interface Served {
  asked: number;
  /** The longest wait for an answer, milliseconds, without what the host of the machine took. */
  slowestMs: number;
  /** What it may have been, milliseconds. */
  allowedMs: number;
}

/** Somebody who asks again and again. */
export interface Onlooker {
  /** Stops asking. Fails when one of the answers was wrong. */
  stop(): Promise<Served>;
}

/** Begins to ask, and goes on until it is told to stop. */
export async function watchOthers(ask: SmallQuestion): Promise<Onlooker> {
  const before = await machineMs(ask);
  const state = { isOver: false, asked: 0, slowestMs: 0 };
  const asking = (async () => {
    do {
      state.slowestMs = Math.max(state.slowestMs, await timed(ask));
      state.asked += 1;
      await setTimeout(PAUSE_MS);
    } while (!state.isOver);
  })();
  // Told to whoever stops it, not to the process.
  asking.catch(() => undefined);
  return {
    async stop() {
      state.isOver = true;
      await asking;
      const allowedMs = OTHERS_WAIT_AT_MOST + Math.max(before, await machineMs(ask));
      return { asked: state.asked, slowestMs: state.slowestMs, allowedMs };
    },
  };
}

export const inTime = ({ slowestMs, allowedMs }: Served): boolean => slowestMs < allowedMs;

/** Does something hostile while another citizen asks small questions, which have to be answered in time. */
export async function whileOthersAsk<Result>(ask: SmallQuestion, hostile: () => Promise<Result>): Promise<Result> {
  const others = await watchOthers(ask);
  const [result] = await Promise.allSettled([hostile()]);
  const { slowestMs, allowedMs } = await others.stop();
  expect(slowestMs).toBeLessThan(allowedMs);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
