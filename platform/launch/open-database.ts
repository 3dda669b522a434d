import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import { StartError } from '../run-process.ts';

/** The system's database: an embedded PostgreSQL, or the one that DATABASE_URL names. */
export interface OpenDatabase {
  adminUrl: string;
  /** What it is, for people. */
  description: string;
  stop(): Promise<void>;
}

const oldestVersion = 15;

async function checkGiven(url: string): Promise<OpenDatabase> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`);
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < oldestVersion)
      throw new StartError(`DATABASE_URL names a PostgreSQL ${version}; Amtgraph needs ${oldestVersion} or newer.`);
    return { adminUrl: url, description: `PostgreSQL ${version} of DATABASE_URL`, stop: () => Promise.resolve() };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message || error.name : 'it does not answer';
    throw new StartError(
      `DATABASE_URL cannot be used: ${reason}. Expected postgres://user:password@host:5432/database of a role that may create roles; unset it for the embedded PostgreSQL.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Keeps an embedded server running: one that ends unexpectedly is started again on the same port. */
async function keepEmbedded(data: string, onNotice: (text: string) => void): Promise<OpenDatabase> {
  const directory = join(data, 'postgres');
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ directory });
  const { port } = new URL(server.url);
  const stopping = new AbortController();

  async function startAgain(): Promise<void> {
    for (let wait = 100; !stopping.signal.aborted; wait = Math.min(wait * 2, 3_000)) {
      try {
        server = await startEmbeddedPostgres({ directory, port: Number(port) });
        onNotice('PostgreSQL is back');
        return;
      } catch {
        // Sessions of the server that was killed hold its memory until they notice.
        await setTimeout(wait);
      }
    }
  }
  const keep = async () => {
    for (;;) {
      await server.ended;
      if (stopping.signal.aborted) return;
      onNotice('PostgreSQL ended unexpectedly; starting it again');
      await startAgain();
    }
  };
  void keep();
  return {
    adminUrl: server.url,
    description: `embedded PostgreSQL 18 in ${directory}`,
    stop: () => {
      stopping.abort();
      return server.stop();
    },
  };
}

/** Opens the database that the environment asks for. */
export function openDatabase(
  data: string,
  databaseUrl: string | undefined,
  onNotice: (text: string) => void,
): Promise<OpenDatabase> {
  return databaseUrl ? checkGiven(databaseUrl) : keepEmbedded(data, onNotice);
}
