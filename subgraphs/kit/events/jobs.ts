import {
  fromKysely,
  PgBoss,
  type JobResult,
  type JobWithMetadata,
  type KyselyTransactionLike,
  type SendOptions,
} from 'pg-boss';
import pg from 'pg';
import { v7 } from 'uuid';
import { jobsSchemaOf } from '../../../platform/database/provision.ts';
import type { Logger } from '../../../platform/log.ts';

/** A queue, and how its jobs are tried. Times are seconds. */
export interface QueuePlan {
  name: string;
  /** Jobs of one `key` run one at a time in the order in which they were sent, also across retries; one that was given up holds back those after it. */
  ordered?: boolean;
  /** How often a job is tried again before it is given up; by default about two days with the pauses below. */
  retryLimit?: number;
  /** Pause after the first failure; it doubles with each. */
  retryDelay?: number;
  retryDelayMax?: number;
  /** Longest time that an attempt may take. */
  expireInSeconds?: number;
}

/** Something done again and again: at most one instance at a time does it. */
export interface SchedulePlan {
  name: string;
  /** Five fields, UTC. */
  cron: string;
  work(): Promise<void>;
}

export interface JobsOptions {
  /** Name of the service, e.g. `vehicle-registration`. */
  name: string;
  /** PostgreSQL URL of the service's own role. */
  url: string;
  log: Logger;
  queues: readonly QueuePlan[];
  schedules?: readonly SchedulePlan[];
}

/** A job as a worker gets it. */
export interface Job<Data> {
  id: string;
  data: Data;
  /** 1 at the first try. */
  attempt: number;
  /** Whether this is the last try, after which it is given up. */
  isLast: boolean;
  /** Aborted when the process stops or the attempt takes too long. */
  signal: AbortSignal;
}

/** A job that was given up. */
export interface FailedJob {
  id: string;
  queue: string;
  key: string | null;
  data: unknown;
  attempts: number;
  failedAt: Date;
}

export interface SendJob {
  /** The job is sent when this transaction is committed, and not otherwise. */
  trx?: KyselyTransactionLike;
  /** What an ordered queue keeps in order. */
  key?: string;
  /** Not before this moment. */
  startAfter?: Date;
}

export interface Jobs {
  /** @returns the job's id */
  send(queue: string, data: object, options?: SendJob): Promise<string>;
  /** Works on a queue; an error makes the job come again. Resolves when the worker has begun. */
  work<Data extends object>(
    queue: string,
    handle: (job: Job<Data>) => Promise<void>,
    options?: { concurrency?: number },
  ): Promise<void>;
  /** Jobs that were given up, the oldest first, 1,000 at most. */
  failed(queue: string): Promise<FailedJob[]>;
  /** Tries a job that was given up once more. @returns whether there was one */
  requeue(queue: string, id: string): Promise<boolean>;
  /** Lets running jobs finish, for eight seconds at most; those that do not come again. */
  close(): Promise<void>;
}

const day = 86_400;
const stopWithinMs = 8_000;

const queueDefaults = {
  retryLimit: 600,
  retryDelay: 1,
  retryDelayMax: 300,
  retryBackoff: true,
  // A process that was killed is noticed by its silence; ten seconds is the shortest that pg-boss takes.
  heartbeatSeconds: 10,
  expireInSeconds: 60,
  retentionSeconds: 90 * day,
  deleteAfterSeconds: 30 * day,
  notify: true,
};

/** As in platform/database/connect.ts: a server that goes away while a connection is in use must not end the process. */
class LastingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

function open({ name, url }: JobsOptions): PgBoss {
  // Not among the options that pg-boss declares, but it hands them all to the pool that it makes.
  const pooled = { Client: LastingClient };
  return new PgBoss({
    ...pooled,
    connectionString: url,
    schema: jobsSchemaOf(name),
    // The service's role owns the schema and may make no other.
    createSchema: false,
    application_name: `${name} jobs`,
    max: 5,
    connectionTimeoutMillis: 3_000,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 1,
  });
}

/** `schedule.` before a schedule's name is its queue. */
const scheduleQueue = (name: string) => `schedule.${name}`;

/**
 * Opens the job queue of a service: pg-boss in a PostgreSQL schema of its own (`<service>_jobs`). Jobs run at least once, so their work has to be
 * such that doing it again does nothing more. To be closed before the database.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { log, queues, schedules = [] } = options;
  const boss = open(options);
  boss.on('error', (err) => log.warn({ err }, 'the job queue has a problem'));
  await boss.start();
  for (const { name, ordered, ...plan } of queues) await createQueue(boss, name, { ...plan, ordered });
  for (const schedule of schedules) await startSchedule(boss, schedule, log);
  return {
    async send(queue, data, { trx, key, startAfter } = {}) {
      const id = await boss.send(queue, data, {
        // Ids that sort by time: jobs of one transaction have one time of creation, and their id decides.
        id: v7(),
        ...(key === undefined ? {} : { singletonKey: key }),
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(trx === undefined ? {} : { db: fromKysely(trx) }),
      } satisfies SendOptions);
      if (id === null) throw new Error(`The queue ${queue} did not take a job.`);
      return id;
    },
    async work<Data extends object>(
      queue: string,
      handle: (job: Job<Data>) => Promise<void>,
      { concurrency = 8 }: { concurrency?: number } = {},
    ) {
      const settings = {
        includeMetadata: true,
        perJobResults: true,
        // Two workers that fetch several jobs at once, and fetch again without a pause while there are more: one job a fetch would be two jobs a second.
        localConcurrency: 2,
        batchSize: Math.ceil(concurrency / 2),
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 0.5,
      } as const;
      await boss.work(queue, settings, (batch: JobWithMetadata<Data>[]) =>
        Promise.all(batch.map((job) => run(job, handle, log))),
      );
    },
    failed: (queue) => findFailed(boss, options.name, queue),
    async requeue(queue, id) {
      const { affected } = (await boss.retry(queue, id)) as { affected?: number };
      return Boolean(affected);
    },
    close: () => boss.stop({ graceful: true, timeout: stopWithinMs }),
  };
}

async function createQueue(
  boss: PgBoss,
  name: string,
  { ordered, ...plan }: Omit<QueuePlan, 'name' | 'ordered'> & { ordered?: boolean | undefined },
): Promise<void> {
  const settings = { ...queueDefaults, ...plan };
  await boss.createQueue(name, { ...settings, policy: ordered ? 'key_strict_fifo' : 'standard' });
  // A queue that is there already keeps what it was made with.
  await boss.updateQueue(name, settings);
}

/** One job at a time, and none waiting behind it: a run that takes long is not followed by all that it made late. */
async function startSchedule(boss: PgBoss, { name, cron, work }: SchedulePlan, log: Logger): Promise<void> {
  const queue = scheduleQueue(name);
  await boss.createQueue(queue, { ...queueDefaults, retryLimit: 0, deleteAfterSeconds: day, policy: 'exclusive' });
  await boss.work(queue, { pollingIntervalSeconds: 2 }, async () => {
    await work().catch((err: unknown) => {
      log.error({ err, schedule: name }, 'a scheduled job failed; it comes again at its next time');
      throw err;
    });
  });
  await boss.schedule(queue, cron, {}, { missed: 'once' });
}

async function run<Data extends object>(
  job: JobWithMetadata<Data>,
  handle: (job: Job<Data>) => Promise<void>,
  log: Logger,
): Promise<JobResult> {
  const { id, data, name, retryCount, retryLimit, signal } = job;
  const [attempt, isLast] = [retryCount + 1, retryCount >= retryLimit];
  try {
    await handle({ id, data, attempt, isLast, signal });
    return { id, status: 'completed' };
  } catch (err) {
    const about = { err, queue: name, job: id, attempt };
    if (isLast) log.error(about, 'a job was given up');
    else log.warn(about, 'a job failed; it comes again');
    // This is kept in the database: what kind of error it was, nothing that somebody typed.
    return { id, status: 'failed', output: { error: err instanceof Error ? err.name : 'unknown' } };
  }
}

async function findFailed(boss: PgBoss, service: string, queue: string): Promise<FailedJob[]> {
  const { rows } = await boss.getDb().executeSql(
    `SELECT id, name AS queue, singleton_key AS key, data, retry_count + 1 AS attempts, completed_on AS "failedAt"
     FROM ${jobsSchemaOf(service)}.job WHERE name = $1 AND state = 'failed' ORDER BY created_on LIMIT 1000`,
    [queue],
  );
  return rows as FailedJob[];
}
