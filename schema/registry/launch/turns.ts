import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface TurnOptions {
  /** postgres:// URL of the registry's own role. */
  url: string;
  onProblem: (error: unknown) => void;
  /** Milliseconds after which a change no longer waits for those of other processes; 60,000 unless told. */
  patienceMs?: number;
}

const answerMs = 5_000;
const usualPatienceMs = 60_000;

/**
 * One change of a variant at a time, whichever process of the registry makes it: of two at once the second would be composed for nothing. A turn is an
 * advisory lock, which PostgreSQL takes from a process that dies. It saves work and nothing else: the variant's revision keeps changes apart, so one that
 * gets no turn, because the database or another process does not answer in time, goes on without.
 */
export class Turns {
  private readonly options: TurnOptions;
  private readonly queues = new Map<string, Promise<unknown>>();
  /** One session holds the locks of all variants that this process changes. */
  private session: Promise<pg.Client> | undefined;

  constructor(options: TurnOptions) {
    this.options = options;
  }

  /** Does the work when those before it are done with the same key, here and in other processes. */
  take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const locked = () => this.locked(key, work);
    const turn = (this.queues.get(key) ?? Promise.resolve()).then(locked, locked);
    this.queues.set(key, turn);
    const leave = () => {
      if (this.queues.get(key) === turn) this.queues.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  }

  async close(): Promise<void> {
    await this.session?.then((client) => client.end()).catch(() => undefined);
  }

  private async locked<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const holder = await this.lock(key);
    try {
      return await work();
    } finally {
      await holder?.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lockName(key)]).catch(() => undefined);
    }
  }

  /** The session that holds the lock, undefined where it is not to be had. */
  private async lock(key: string): Promise<pg.Client | undefined> {
    const { patienceMs = usualPatienceMs, onProblem } = this.options;
    for (const end = Date.now() + patienceMs; Date.now() < end; await pause(30 + Math.random() * 60)) {
      try {
        const client = await (this.session ??= this.open());
        const { rows } = await client.query<{ taken: boolean }>(
          'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
          [lockName(key)],
        );
        if (rows[0]?.taken) return client;
      } catch (error) {
        onProblem(error);
        return undefined;
      }
    }
    return undefined;
  }

  /** A session that is lost has lost its locks: the next change opens another. */
  private async open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: 'registry (turns)',
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
    });
    const forget = () => (this.session = undefined);
    client.on('error', forget).on('end', forget);
    try {
      await client.connect();
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

const lockName = (key: string) => `registry changes ${key}`;
