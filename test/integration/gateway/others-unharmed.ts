import { expect } from '@jest/globals';
import { machineMs, whileOthersAsk, type SmallQuestion } from '../../testkit/others-served.ts';
import { stopwatch } from '../../testkit/stopwatch.ts';
import type { GatewayAnswer, TestGateway } from './running-gateway.ts';

/** What a refusal may take, milliseconds. */
const REFUSED_WITHIN = 500;
/** Bytes of an answer to a hostile request. */
const LARGEST_ANSWER = 65_536;

const smallQuestion =
  (gateway: TestGateway): SmallQuestion =>
  async () => {
    const { data } = await gateway.ask('{ open }');
    expect(data).toEqual({ open: 'open' });
  };

/** Runs something hostile while another client asks small questions, which have to be answered in time. */
export function othersUnharmed<Result>(gateway: TestGateway, hostile: () => Promise<Result>): Promise<Result> {
  return whileOthersAsk(smallQuestion(gateway), hostile);
}

/** Expects a request to be refused in time, with a short answer, a 4xx and errors for people, while others are served. */
export async function expectRefused(
  gateway: TestGateway,
  request: () => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  const before = await machineMs(smallQuestion(gateway));
  const { answer, ms } = await othersUnharmed(gateway, async () => {
    const elapsed = stopwatch();
    return { answer: await request(), ms: elapsed() };
  });
  expect(ms).toBeLessThan(REFUSED_WITHIN + Math.max(before, await machineMs(smallQuestion(gateway))));
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
