import { CompiledQuery, Kysely, PostgresDialect, sql, type LogEvent } from 'kysely';
import pg from 'pg';
import { remainingMs } from './deadline.ts';

// A date is a day in the calendar, not a moment: it stays the text 'YYYY-MM-DD'. Counts and cents fit a double.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseOptions {
  /** postgres:// URL of the service's own role. */
  url: string;
  /** The service's own PostgreSQL schema. */
  schema: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Longest time a statement may run, milliseconds. */
  statementTimeoutMs?: number;
  maxConnections?: number;
  /** Told of each statement: for traces and tests. */
  onStatement?: StatementListener;
  /** Called for errors of idle connections: the server went away. */
  onError?: (error: Error) => void;
}

/** Told of each statement when it is over: its text without the parameters, how long it took (milliseconds), whether it failed. */
export type StatementListener = (sql: string, ms: number, failed: boolean) => void;

const defaultStatementTimeoutMs = 5_000;

/**
 * A pool of connections for one service: it sees its own schema first and nothing of other services.
 * Statements end at `statementTimeoutMs`, or with the deadline of the request they serve (see deadline.ts), whichever is sooner.
 */
export function connectDatabase<Database>(options: DatabaseOptions): Kysely<Database> {
  const timeout = options.statementTimeoutMs ?? defaultStatementTimeoutMs;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    options: `-c search_path=${options.schema},public -c statement_timeout=${timeout} -c idle_in_transaction_session_timeout=30000`,
  });
  pool.on('error', (error) => options.onError?.(error));
  // The pool listens to clients that are idle. One that is in use, between two statements of a transaction, has no listener: a server that goes away just
  // then would end the process. The next statement on it fails, and the pool drops it.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const { onStatement } = options;
  return new Kysely<Database>({
    ...(onStatement ? { log: logTo(onStatement) } : {}),
    dialect: new PostgresDialect({
      pool,
      async onReserveConnection(connection) {
        const wanted = timeoutFor(remainingMs(), timeout);
        if (wanted === (timeoutOf.get(connection) ?? timeout)) return;
        await connection.executeQuery(CompiledQuery.raw(`SET statement_timeout = ${wanted}`));
        timeoutOf.set(connection, wanted);
      },
    }),
  });
}

function logTo(onStatement: StatementListener) {
  return ({ level, query, queryDurationMillis }: LogEvent) =>
    onStatement(query.sql, queryDurationMillis, level === 'error');
}

/** The statement timeout that a connection has, where it is not the pool's. */
const timeoutOf = new WeakMap<object, number>();

/** Most requests come with nearly the whole budget; only a nearer deadline is worth a round trip. */
function timeoutFor(remaining: number | undefined, usual: number): number {
  return remaining === undefined || remaining > usual * 0.9 ? usual : Math.max(1, Math.floor(remaining));
}

/** True when the database answers. */
export async function isReachable<Database>(db: Kysely<Database>): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
}
