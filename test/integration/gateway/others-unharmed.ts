import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { GatewayAnswer, TestGateway } from './running-gateway.ts';

/** What a refusal may take, milliseconds, and how long others may wait for a small answer meanwhile. */
const REFUSED_WITHIN = 500;
const OTHERS_WAIT_AT_MOST = 1_000;
/** How many times what a small question takes while nothing else happens is added to these: on a quiet machine hardly anything. */
const BUSY_MACHINE = 5;
/** So that it is the gateway that is measured and not who asks. */
const PAUSE_MS = 20;
/** Bytes of an answer to a hostile request. */
const LARGEST_ANSWER = 65_536;

/** How long a small question takes. */
async function smallQuestion(gateway: TestGateway): Promise<number> {
  const startedAt = performance.now();
  const { data } = await gateway.ask('{ open }');
  expect(data).toEqual({ open: 'open' });
  return performance.now() - startedAt;
}

/** The slowest of a few small questions while nothing else happens: what this machine takes, busy with other things as it may be. */
async function calm(gateway: TestGateway): Promise<number> {
  let slowest = 0;
  for (let count = 0; count < 5; count++) slowest = Math.max(slowest, await smallQuestion(gateway));
  return slowest;
}

/** Runs something hostile while another client asks small questions, which have to be answered in time. */
export async function othersUnharmed<Result>(gateway: TestGateway, hostile: () => Promise<Result>): Promise<Result> {
  const usual = await calm(gateway);
  const attack = hostile();
  const state = { isOver: false };
  const settled = Promise.allSettled([attack]).then(() => (state.isOver = true));
  let slowest = 0;
  do {
    slowest = Math.max(slowest, await smallQuestion(gateway));
    await setTimeout(PAUSE_MS);
  } while (!state.isOver);
  await settled;
  const machine = Math.max(usual, await calm(gateway));
  expect(slowest).toBeLessThan(OTHERS_WAIT_AT_MOST + BUSY_MACHINE * machine);
  return attack;
}

/** Expects a request to be refused in time, with a short answer, a 4xx and errors for people, while others are served. */
export async function expectRefused(
  gateway: TestGateway,
  request: () => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  const usual = await calm(gateway);
  const { answer, ms } = await othersUnharmed(gateway, async () => {
    const startedAt = performance.now();
    return { answer: await request(), ms: performance.now() - startedAt };
  });
  const machine = Math.max(usual, await calm(gateway));
  expect(ms).toBeLessThan(REFUSED_WITHIN + BUSY_MACHINE * machine);
  expect(answer.text.length).toBeLessThan(LARGEST_ANSWER);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.errors?.length).toBeGreaterThan(0);
  expect(answer.data ?? undefined).toBeUndefined();
  return answer;
}

/** Asks until everything on the way is compiled and connected: the first answers of a process are slow. */
export async function warmUp(gateway: TestGateway): Promise<void> {
  for (let count = 0; count < 30; count++) await gateway.ask('{ open }');
}
