import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { connectDatabase } from '../../../../platform/database/connect.ts';
import { remainingMs, withDeadline } from '../../../../platform/database/deadline.ts';
import { testDatabase } from '../../../testkit/postgres.ts';

type Nothing = Record<string, never>;

let db: Kysely<Nothing>;
let drop: () => Promise<void>;
const statements: [sql: string, failed: boolean][] = [];

beforeAll(async () => {
  const database = await testDatabase('sleeper');
  drop = () => database.drop();
  db = connectDatabase<Nothing>({
    url: database.url,
    schema: 'sleeper',
    applicationName: 'sleeper',
    maxConnections: 1,
    onStatement: (text, ms, failed) => {
      expect(ms).toBeGreaterThanOrEqual(0);
      statements.push([text, failed]);
    },
  });
});

afterAll(async () => {
  await db.destroy();
  await drop();
});

const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`.execute(db);

test('a statement is cancelled by PostgreSQL itself when the request it serves has no time left', async () => {
  const startedAt = performance.now();
  await expect(withDeadline(Date.now() + 300, () => sleep(3))).rejects.toMatchObject({ code: '57014' });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('the next request on the same connection has its own time', async () => {
  await expect(sleep(0.6)).resolves.toBeDefined();
  await expect(withDeadline(Date.now() + 300, () => sleep(3))).rejects.toMatchObject({ code: '57014' });
  await expect(withDeadline(Date.now() + 10_000, () => sleep(0.6))).resolves.toBeDefined();
});

test('who listens to statements hears their text without the values, and whether they failed', async () => {
  statements.length = 0;
  await sql`select ${'Sentinel'}::text`.execute(db);
  await sql`select ${'Sentinel'}::uuid`.execute(db).catch(() => undefined);
  expect(statements).toEqual([
    ['select $1::text', false],
    ['select $1::uuid', true],
  ]);
});

test('the time left is known within a request, also after waiting, and not outside of one', async () => {
  expect(remainingMs()).toBeUndefined();
  const left = await withDeadline(Date.now() + 1_000, async () => {
    await sleep(0.1);
    return remainingMs();
  });
  expect(left).toBeLessThanOrEqual(900);
  expect(left).toBeGreaterThan(0);
});
