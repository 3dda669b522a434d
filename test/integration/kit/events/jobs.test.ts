import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { connectDatabase } from '../../../../platform/database/connect.ts';
import { startJobs, type Jobs, type JobsOptions } from '../../../../subgraphs/kit/events/jobs.ts';
import { testDatabases, type TestDatabase } from '../../../testkit/postgres.ts';
import { eventually } from '../../../testkit/system.ts';
import { recordingLog } from './event-services.ts';

let database: TestDatabase;
let db: Kysely<{ thing: { name: string } }>;
let open: Jobs[] = [];
let lines: string[] = [];

beforeAll(async () => {
  database = await testDatabases(['some-service', 'other-service']);
  db = connectDatabase({ url: database.urlFor('some-service'), schema: 'some_service', applicationName: 'test' });
  await sql`CREATE TABLE thing (name text)`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});
afterEach(async () => {
  await Promise.all(open.map((jobs) => jobs.close()));
  open = [];
});

async function start(options: Partial<JobsOptions> = {}): Promise<Jobs> {
  const recording = recordingLog();
  lines = recording.lines;
  const jobs = await startJobs({
    name: 'some-service',
    url: database.urlFor('some-service'),
    log: recording.log,
    queues: [],
    ...options,
  });
  open.push(jobs);
  return jobs;
}

const quick = { retryDelay: 1, retryDelayMax: 1 };

test('a job is worked on once, with what was sent', async () => {
  const jobs = await start({ queues: [{ name: 'plain' }] });
  const seen: unknown[] = [];
  await jobs.work<{ n: number }>('plain', async ({ data, attempt }) => void seen.push([data.n, attempt]));
  await jobs.send('plain', { n: 7 });
  await eventually('the job', () => seen.length === 1);
  expect(seen).toEqual([[7, 1]]);
});

describe('a job that is sent in a transaction', () => {
  test('is there after the commit', async () => {
    const jobs = await start({ queues: [{ name: 'in-transaction' }] });
    const seen: unknown[] = [];
    await jobs.work<{ name: string }>('in-transaction', async ({ data: { name } }) => {
      const rows = await db.selectFrom('thing').select('name').where('name', '=', name).execute();
      seen.push(rows);
    });
    await db.transaction().execute(async (trx) => {
      await jobs.send('in-transaction', { name: 'committed' }, { trx });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(seen).toEqual([]);
      await trx.insertInto('thing').values({ name: 'committed' }).execute();
    });
    await eventually('the job', () => seen.length === 1);
    expect(seen).toEqual([[{ name: 'committed' }]]);
  });

  test('is not there after a rollback', async () => {
    const jobs = await start({ queues: [{ name: 'rolled-back' }] });
    const seen: unknown[] = [];
    await jobs.work<{ n: number }>('rolled-back', async ({ data }) => void seen.push(data.n));
    const attempt = db.transaction().execute(async (trx) => {
      await jobs.send('rolled-back', { n: 1 }, { trx });
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    await jobs.send('rolled-back', { n: 2 });
    await eventually('the other job', () => seen.length > 0);
    expect(seen).toEqual([2]);
  });
});

describe('an ordered queue', () => {
  test('works on the jobs of a key in order, also when one fails, and on other keys meanwhile', async () => {
    const jobs = await start({ queues: [{ name: 'ordered', ordered: true, ...quick }] });
    const seen: string[] = [];
    let failures = 2;
    for (const n of [1, 2, 3]) for (const key of ['a', 'b']) await jobs.send('ordered', { key, n }, { key });
    await jobs.work<{ key: string; n: number }>('ordered', async ({ data: { key, n } }) => {
      if (key === 'a' && n === 1 && failures-- > 0) throw new Error('not yet');
      seen.push(`${key}${n}`);
    });
    await eventually('all jobs', () => seen.length === 6, 30_000);
    expect(seen.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(seen.filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2', 'b3']);
    expect(seen.indexOf('b1')).toBeLessThan(seen.indexOf('a1'));
  });

  test('keeps the order of jobs that one transaction sends', async () => {
    const jobs = await start({ queues: [{ name: 'one-transaction', ordered: true }] });
    const seen: number[] = [];
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    await db.transaction().execute(async (trx) => {
      for (const n of numbers) await jobs.send('one-transaction', { n }, { trx, key: 'same' });
    });
    await jobs.work<{ n: number }>('one-transaction', async ({ data }) => void seen.push(data.n));
    await eventually('all jobs', () => seen.length === 20, 40_000);
    expect(seen).toEqual(numbers);
  });
});

describe('a job that is given up', () => {
  test('is listed, said in the log, holds back its key, and is tried again when asked', async () => {
    const jobs = await start({ queues: [{ name: 'dead', ordered: true, ...quick, retryLimit: 1 }] });
    let isMended = false;
    const seen: number[] = [];
    await jobs.work<{ n: number }>('dead', async ({ data }) => {
      if (!isMended) throw new Error('sentinel-91c is down');
      seen.push(data.n);
    });
    await jobs.send('dead', { n: 1 }, { key: 'a' });
    await jobs.send('dead', { n: 2 }, { key: 'a' });
    const [failed] = await eventually('a failed job', async () => {
      const found = await jobs.failed('dead');
      return found.length > 0 ? found : undefined;
    });
    expect(failed).toMatchObject({ queue: 'dead', key: 'a', data: { n: 1 }, attempts: 2 });
    expect(lines.join('')).toContain('a job was given up');
    isMended = true;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(seen).toEqual([]);
    expect(await jobs.requeue('dead', failed?.id ?? '')).toBe(true);
    await eventually('both jobs', () => seen.length === 2, 20_000);
    expect(seen).toEqual([1, 2]);
    expect(await jobs.requeue('dead', failed?.id ?? '')).toBe(false);
  });

  test('keeps nothing of the error’s text in the database', async () => {
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    const { rows } = await client.query(`SELECT 1 FROM some_service_jobs.job WHERE job::text LIKE '%sentinel-91c%'`);
    await client.end();
    expect(rows).toEqual([]);
  });
});

test('a job comes again when its attempt takes too long', async () => {
  const first = await start({ queues: [{ name: 'silent', expireInSeconds: 3 }] });
  const seen: number[] = [];
  await first.work('silent', async ({ attempt, signal }) => {
    seen.push(attempt);
    if (attempt === 1)
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  await first.send('silent', {});
  await eventually('the second attempt', () => seen.includes(2), 30_000);
  expect(seen).toEqual([1, 2]);
});

test('several instances may start at the same time, and do each job once', async () => {
  const options = {
    queues: [{ name: 'shared' }],
    schedules: [{ name: 'minutely', cron: '* * * * *', work: async () => undefined }],
  };
  const instances = await Promise.all([start(options), start(options), start(options)]);
  const seen: number[] = [];
  for (const jobs of instances) await jobs.work<{ n: number }>('shared', async ({ data }) => void seen.push(data.n));
  const numbers = Array.from({ length: 30 }, (_, n) => n);
  await Promise.all(
    instances.map(async (jobs, i) => {
      for (const n of numbers) if (n % instances.length === i) await jobs.send('shared', { n });
    }),
  );
  await eventually('all jobs', () => seen.length >= 30, 20_000);
  expect(seen.toSorted((a, b) => a - b)).toEqual(numbers);
});

test('closing lets a running job finish', async () => {
  const jobs = await start({ queues: [{ name: 'slow' }] });
  let isDone = false;
  let hasBegun = false;
  await jobs.work('slow', async () => {
    hasBegun = true;
    await new Promise((resolve) => setTimeout(resolve, 700));
    isDone = true;
  });
  await jobs.send('slow', {});
  await eventually('its beginning', () => hasBegun);
  await jobs.close();
  expect(isDone).toBe(true);
});

test('another service cannot look into the queue', async () => {
  const client = new pg.Client({ connectionString: database.urlFor('other-service') });
  await client.connect();
  await expect(client.query('SELECT * FROM some_service_jobs.job')).rejects.toThrow('permission denied');
  await client.end();
});
