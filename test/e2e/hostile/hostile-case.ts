import { expect } from '@jest/globals';
import type { Reply, Target } from './requests.ts';

/** Something that nobody with good intentions sends, and what has to come of it. */
export interface HostileCase {
  /** Completes the sentence that its topic begins. */
  title: string;
  send(target: Target): Promise<Reply>;
  expected: Expected;
}

/** What is not said here is not looked at, apart from what holds for every answer. */
export interface Expected {
  status: number;
  /** `extensions.code` of every error; without it there may be no error where the answer is JSON. */
  code?: string;
  /** `extensions.limit` of the first error. */
  limit?: string;
  /** Of the first error. */
  message?: RegExp;
  /** All of `data`; a refusal has none unless it is said here. */
  data?: unknown;
  /** In the answer as it was sent. */
  text?: RegExp;
  /** Larger than others may be, since it was asked for in pieces. */
  isLong?: true;
}

/** What answers to hostile requests have in common. */
const REFUSED_WITHIN_MS = 500;
const LARGEST_ANSWER = 65_536;

/** Stacks, paths, SQL, addresses of services, names of libraries: of no use to anybody but an attacker. */
const INDISCREET =
  /node_modules|\/dist\/|\.[tj]s:\d|(?:\n|\\n) +at |ECONN|SELECT |INSERT |syntax error at or near|invalid byte sequence|postgres|kysely|undici|fastify|127\.0\.0\.1|localhost|\[object |Did you mean/;

function expectDiscreet({ headers, text }: Reply): void {
  expect(text.length).toBeLessThan(LARGEST_ANSWER);
  expect(text).not.toMatch(INDISCREET);
  expect([headers.get('x-powered-by'), headers.get('server')]).toEqual([null, null]);
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('set-cookie')).toBeNull();
}

/** Refusals are for people and programs: a sentence and a code of the closed set, and nothing else of the inside. */
const allowedExtensions = new Set(
  'code limit allowed actual required means missingScopes policies subgraph'.split(' '),
);

function expectReadableErrors({ json }: Reply): void {
  expect(json?.extensions).toBeUndefined();
  expect(json?.errors?.length ?? 0).toBeLessThanOrEqual(20);
  for (const { message, extensions = {} } of json?.errors ?? []) {
    expect(message.length).toBeGreaterThan(10);
    expect(message.length).toBeLessThanOrEqual(501);
    expect(Object.keys(extensions).filter((key) => !allowedExtensions.has(key))).toEqual([]);
  }
}

/** Whether the answer to a case is the right one. */
export function expectAnswer(reply: Reply, expected: Expected): void {
  const { json } = reply;
  const [first] = json?.errors ?? [];
  expect({ status: reply.status, text: reply.text.slice(0, 1_000) }).toMatchObject({ status: expected.status });
  if (!expected.isLong) expectDiscreet(reply);
  expectReadableErrors(reply);
  const codes = new Set(json?.errors?.map(({ extensions }) => extensions?.['code']));
  expect([...codes]).toEqual(expected.code === undefined ? [] : [expected.code]);
  if (expected.limit !== undefined) expect(first?.extensions?.['limit']).toBe(expected.limit);
  if (expected.message) expect(first?.message).toMatch(expected.message);
  if (expected.text) expect(reply.text).toMatch(expected.text);
  if ('data' in expected) expect(json?.data).toEqual(expected.data);
  else if (expected.code !== undefined) expect(json?.data ?? null).toBeNull();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

/** How often a case may be late because of what else the machine does. */
const LATE_AT_MOST = 2;

/**
 * Whether the answer to a case was there at once. Where it was not, the case is sent again: what it costs it costs each time.
 * @param machineMs what a small question takes on this machine, and some more
 */
export async function expectSoon({ ms }: Reply, again: () => Promise<Reply>, machineMs: number): Promise<void> {
  const allowedMs = REFUSED_WITHIN_MS + machineMs;
  let fastest = ms;
  for (let late = 0; late < LATE_AT_MOST && fastest >= allowedMs; late++)
    fastest = Math.min(fastest, (await again()).ms);
  expect(fastest).toBeLessThan(allowedMs);
}
