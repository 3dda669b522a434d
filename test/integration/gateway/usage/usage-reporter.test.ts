import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { OperationCounts, type ExecutedOperation } from '../../../../gateway/usage/operation-counts.ts';
import type { UsageBatch } from '../../../../gateway/usage/usage-batches.ts';
import { UsageReporter } from '../../../../gateway/usage/usage-reporter.ts';

const schema = buildSchema('type Query { a(x: Int): Int b: Int }');

function executed(text: string): ExecutedOperation {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('Expected an operation.');
  return { schema, document, operation };
}

let server: Server;
let received: UsageBatch[];
let status: number;
let now: Date;
let problems: string[];
let counts: OperationCounts;
let reporter: UsageReporter;

beforeEach(async () => {
  received = [];
  problems = [];
  status = 204;
  now = new Date('2026-11-22T10:00:00Z');
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      expect(request.headers.authorization).toBe('Bearer t');
      received.push(JSON.parse(Buffer.concat(chunks).toString()) as UsageBatch);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  counts = new OperationCounts();
  reporter = new UsageReporter(counts, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/usage`,
    graph: 'amtgraph@prod',
    token: 't',
    everyMs: 60_000,
    clock: () => now,
    onProblem: ({ message }) => void problems.push(message),
  });
});
afterEach(async () => {
  await reporter.close();
  server.close();
});

describe('Usage', () => {
  test('is reported by day, client and element, without any value', async () => {
    const operation = executed('query ($secret: Int) { a(x: $secret) b }');
    for (const client of ['web', 'web', 'app']) counts.count(operation, client);
    await reporter.report();
    expect(received).toEqual([
      {
        id: expect.any(String),
        graph: 'amtgraph@prod',
        entries: [
          {
            day: '2026-11-22',
            client: 'web',
            requests: 2,
            coordinates: { 'Query.a': 2, 'Query.a(x:)': 2, 'Query.b': 2 },
          },
          {
            day: '2026-11-22',
            client: 'app',
            requests: 1,
            coordinates: { 'Query.a': 1, 'Query.a(x:)': 1, 'Query.b': 1 },
          },
        ],
      },
    ]);
  });

  test('is not reported when there was none', async () => {
    await reporter.report();
    expect(received).toEqual([]);
  });

  test('is sent again under the same name while the registry fails, and what comes meanwhile behind it, added up', async () => {
    const operation = executed('{ b }');
    status = 503;
    counts.count(operation, 'web');
    await reporter.report();
    for (let turn = 0; turn < 5; turn += 1) {
      counts.count(operation, 'web');
      await reporter.report();
    }
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(problems).toHaveLength(1);
    received = [];
    status = 204;
    await reporter.report();
    await reporter.report();
    expect(received.map(({ entries }) => entries[0]?.requests)).toEqual([1, 5]);
  });

  test('keeps days apart while it waits', async () => {
    const operation = executed('{ b }');
    status = 503;
    counts.count(operation, 'web');
    await reporter.report();
    counts.count(operation, 'web');
    await reporter.report();
    now = new Date('2026-11-23T00:00:30Z');
    counts.count(operation, 'web');
    await reporter.report();
    received = [];
    status = 204;
    await reporter.report();
    await reporter.report();
    expect(received.flatMap(({ entries }) => entries.map(({ day }) => day))).toEqual([
      '2026-11-22',
      '2026-11-22',
      '2026-11-23',
    ]);
  });

  test('that the registry calls malformed does not hold up what follows', async () => {
    status = 400;
    counts.count(executed('{ b }'), 'web');
    await reporter.report();
    status = 204;
    counts.count(executed('{ a }'), 'web');
    await reporter.report();
    expect(received).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  test('of thousands of elements goes in parts that the registry takes', async () => {
    const fields = Array.from({ length: 20_000 }, (_, index) => `field${index}`);
    const wide = buildSchema(`type Query { ${fields.map((name) => `${name}: Int`).join(' ')} }`);
    const document = parse(`{ ${fields.join(' ')} }`);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('Expected an operation.');
    counts.count({ schema: wide, document, operation }, 'web');
    await reporter.report();
    expect(received.length).toBeGreaterThan(1);
    expect(Math.max(...received.map((batch) => JSON.stringify(batch).length))).toBeLessThan(1_000_000);
    expect(received.flatMap(({ entries }) => entries).reduce((sum, { requests }) => sum + requests, 0)).toBe(1);
    expect(
      new Set(received.flatMap(({ entries }) => entries.flatMap((entry) => Object.keys(entry.coordinates)))).size,
    ).toBe(20_000);
  });

  test('is sent once more when the gateway stops', async () => {
    counts.count(executed('{ b }'), 'web');
    await reporter.close();
    expect(received).toHaveLength(1);
  });
});
