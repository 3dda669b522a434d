import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startObservedSystem, type ObservedSystem } from './observed-system.ts';

let system: ObservedSystem;

beforeAll(async () => {
  system = await startObservedSystem();
});

afterAll(() => system.close());

const lineOf = (work: () => Promise<unknown>) => system.lineOf(work);

test('one line a request says what was asked, what it cost, how it ended and how long it took', async () => {
  const line = await lineOf(() =>
    system.ask('query Secret($name: String) { people(name: $name) { name } }', { variables: { name: 'Erika' } }),
  );
  expect(line).toEqual({
    level: 30,
    time: expect.any(String),
    process: 'gateway',
    msg: 'request',
    operation: expect.stringMatching(/^[\da-f]{12}$/),
    kind: 'query',
    outcome: 'ok',
    status: 200,
    ms: expect.any(Number),
    cost: expect.any(Number),
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
  });
});

test('an operation has the same label again, whatever its name, aliases, variables and values', async () => {
  const queries = [
    'query A { people(name: "Erika") { name } }',
    'query B($b: String) { c: people(name: $b) { d: name } }',
    'query C { people(name: "Max") { ...F } } fragment F on Person { name }',
  ];
  const labels = [];
  for (const query of [...queries, queries[0]!]) labels.push((await lineOf(() => system.ask(query)))['operation']);
  expect(labels[1]).toBe(labels[0]);
  expect(labels[3]).toBe(labels[0]);
  expect(labels[2]).not.toBe(labels[0]);
});

test.each([
  ['a document that is no GraphQL', '{', 'refused', ['GRAPHQL_PARSE_FAILED']],
  ['a field that does not exist', '{ nobody }', 'refused', ['GRAPHQL_VALIDATION_FAILED']],
  ['part of the data missing', '{ broken people { name } }', 'partial', ['SUBGRAPH_ERROR']],
])('%s is logged with its code', async (_, query, outcome, codes) => {
  expect(await lineOf(() => system.ask(query))).toMatchObject({ outcome, codes });
});

test('a body that is turned away before it is an operation has a line too', async () => {
  const line = await lineOf(() =>
    fetch(`${system.url}/graphql`, { method: 'POST', body: '[]', headers: { 'content-type': 'text/html' } }),
  );
  expect(line).toMatchObject({ outcome: 'refused', codes: ['BAD_REQUEST'], status: 415 });
  expect(line).not.toHaveProperty('operation');
});

test('a client that leaves before the answer is logged as that', async () => {
  const line = await lineOf(
    () =>
      new Promise<void>((resolve) => {
        const request = httpRequest(`${system.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': 1_000 },
        });
        request.on('error', () => resolve());
        request.write('{"query":', () => void setTimeout(100).then(() => request.destroy(new Error('gone'))));
      }),
  );
  expect(line).toMatchObject({ outcome: 'aborted' });
});

test('the log can do without', async () => {
  const quiet = await startObservedSystem({ gateway: { ACCESS_LOG: false } });
  try {
    await quiet.ask('{ people { name } }');
    await setTimeout(300);
    expect(quiet.requests()).toEqual([]);
  } finally {
    await quiet.close();
  }
});
