import { expect } from '@jest/globals';
import type { GatewayAnswer, TestGateway } from './running-gateway.ts';

/** What a refusal may take, milliseconds, and how long others may wait for a small answer meanwhile. */
const REFUSED_WITHIN = 500;
const OTHERS_WAIT_AT_MOST = 1_000;
/** Bytes of an answer to a hostile request. */
const LARGEST_ANSWER = 65_536;

/** Runs something hostile while another client asks small questions, which have to be answered in time. */
export async function othersUnharmed<Result>(gateway: TestGateway, hostile: () => Promise<Result>): Promise<Result> {
  const attack = hostile();
  let isOver = false;
  const settled = attack.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  let slowest = 0;
  do {
    const startedAt = performance.now();
    const { data } = await gateway.ask('{ open }');
    slowest = Math.max(slowest, performance.now() - startedAt);
    expect(data).toEqual({ open: 'open' });
  } while (!isOver);
  await settled;
  expect(slowest).toBeLessThan(OTHERS_WAIT_AT_MOST);
  return attack;
}

/** Expects a request to be refused in time, with a short answer, a 4xx and errors for people, while others are served. */
export async function expectRefused(
  gateway: TestGateway,
  request: () => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  const { answer, ms } = await othersUnharmed(gateway, async () => {
    const startedAt = performance.now();
    return { answer: await request(), ms: performance.now() - startedAt };
  });
  expect(ms).toBeLessThan(REFUSED_WITHIN);
  expect(answer.text.length).toBeLessThan(LARGEST_ANSWER);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.errors?.length).toBeGreaterThan(0);
  expect(answer.data ?? undefined).toBeUndefined();
  return answer;
}
