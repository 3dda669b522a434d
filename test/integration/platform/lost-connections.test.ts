import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { connectDatabase } from '../../../platform/database/connect.ts';
import { isDatabaseDown } from '../../../subgraphs/kit/errors.ts';
import { startJobs, type Jobs } from '../../../subgraphs/kit/events/jobs.ts';
import { createLogger } from '../../../platform/log.ts';
import { testDatabases, type TestDatabase } from '../../testkit/postgres.ts';
import { eventually } from '../../testkit/system.ts';

let database: TestDatabase;
let db: Kysely<unknown>;
let admin: pg.Client;

beforeAll(async () => {
  database = await testDatabases(['some-service']);
  db = connectDatabase({
    url: database.urlFor('some-service'),
    schema: 'some_service',
    applicationName: 'lost',
    maxConnections: 2,
  });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await db.destroy();
  await database.drop();
});

const terminate = (applicationName: string) =>
  admin.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
    [applicationName],
  );

test('a connection that is lost between two statements of a transaction fails the transaction, not the process', async () => {
  for (let n = 0; n < 5; n++) {
    const attempt = db.transaction().execute(async (transaction) => {
      await sql`SELECT 1`.execute(transaction);
      await terminate('lost');
      // Nothing is under way on the connection while it goes.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`SELECT 2`.execute(transaction);
    });
    const error: unknown = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isDatabaseDown(error)).toBe(true);
    expect(
      await eventually('a new connection', () =>
        sql`SELECT 1`.execute(db).then(
          () => true,
          () => false,
        ),
      ),
    ).toBe(true);
  }
});

test('a job queue that loses its connections goes on', async () => {
  const jobs: Jobs = await startJobs({
    name: 'some-service',
    url: database.urlFor('some-service'),
    log: createLogger({ process: 'test', level: 'silent' }),
    queues: [{ name: 'lasting' }],
  });
  const seen: number[] = [];
  await jobs.work<{ n: number }>('lasting', async ({ data }) => void seen.push(data.n));
  for (let n = 0; n < 10; n++) {
    await terminate('some-service jobs');
    await eventually('the job to be sent', () =>
      jobs.send('lasting', { n }).then(
        () => true,
        () => false,
      ),
    );
  }
  await eventually('all jobs', () => new Set(seen).size === 10, 60_000);
  await jobs.close();
});
