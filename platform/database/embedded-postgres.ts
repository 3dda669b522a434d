import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { isAlive } from '../is-alive.ts';
import { StartError } from '../run-process.ts';
import { findBinaries, spawnUnprivileged, type PostgresBinaries } from './postgres-binaries.ts';

export interface EmbeddedPostgres {
  /** URL of the superuser on the database `amtgraph`. */
  url: string;
  stop(): Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** True when the data directory was made now. */
  isNew: boolean;
}

export interface EmbeddedPostgresOptions {
  directory: string;
  /** The port; any free one by default. */
  port?: number;
  /** Further `name=value` settings of the server, e.g. `fsync=off` for tests. */
  settings?: readonly string[];
  onLog?: (text: string) => void;
}

const readyPattern = 'database system is ready to accept connections';

/**
 * A real PostgreSQL 18 from npm, in `directory`, on a free port of the loopback interface.
 * @throws StartError when another process uses the directory, or the machine cannot run it
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { directory } = options;
  const binaries = await findBinaries();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(join(directory, 'PG_VERSION'));
  if (isNew) await initialize(binaries, directory);
  await endLeftover(directory);
  const port = options.port ?? (await freePort());
  const server = await launch(binaries, options, port);
  const url = await urlOf(directory, port);
  await createDatabase(`${url}postgres`, 'amtgraph');
  return {
    url: `${url}amtgraph`,
    isNew,
    ended: server.ended,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: sessions end, a checkpoint is written.
      server.process.kill('SIGINT');
      await server.ended;
    },
  };
}

async function initialize(binaries: PostgresBinaries, directory: string): Promise<void> {
  const password = join(directory, '..', `postgres-${randomBytes(4).toString('hex')}.password`);
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const flags = [
    '-U',
    'postgres',
    '-N',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=icu',
    '--icu-locale=de',
  ];
  const authentication = ['--auth=scram-sha-256', `--pwfile=${password}`];
  const child = await spawnUnprivileged(binaries.initdb, ['-D', directory, ...authentication, ...flags], directory);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code === 0) return rename(password, passwordFile(directory));
  await rm(password);
  throw new StartError(
    `The embedded PostgreSQL could not be set up in ${directory}:\n${output.trim()}\nChoose another place with --data DIR, or set DATABASE_URL.`,
  );
}

/** The superuser's password lies with the data: whoever may read the one may read the other. */
const passwordFile = (directory: string) => join(directory, 'amtgraph.password');

async function urlOf(directory: string, port: number): Promise<string> {
  return `postgres://postgres:${await readFile(passwordFile(directory), 'utf8')}@127.0.0.1:${port}/`;
}

/** A server that outlived its supervisor (kill -9) is asked to stop, so that its data can be taken over. */
async function endLeftover(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  const owner = await readFile(join(directory, 'amtgraph.pid'), 'utf8').catch(() => '');
  if (owner && isAlive(Number(owner)) && Number(owner) !== process.pid) {
    throw new StartError(
      `Another Amtgraph (process ${owner.trim()}) uses the data in ${directory}. Stop it, or choose another place with --data DIR.`,
    );
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if ((await dataDirectoryAt(await urlOf(directory, port))) !== directory) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await setTimeout(50);
}

/** Where the server at this URL keeps its data; undefined when none answers. A process number alone may have been given to another program. */
async function dataDirectoryAt(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: `${url}postgres`, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function launch(
  binaries: PostgresBinaries,
  { directory, settings = [], onLog }: EmbeddedPostgresOptions,
  port: number,
) {
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_timezone=UTC',
    'timezone=UTC',
    ...settings,
  ];
  const child = await spawnUnprivileged(
    binaries.postgres,
    ['-D', directory, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])],
    directory,
  );
  const ended = once(child, 'close').then(() => undefined);
  await writeFile(join(directory, 'amtgraph.pid'), `${process.pid}\n`);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      onLog?.(text);
      if (output.length < 10_000) output += text;
      if (output.includes(readyPattern)) resolve();
    });
    void ended.then(() =>
      reject(new StartError(`The embedded PostgreSQL in ${directory} did not start:\n${output.trim()}`)),
    );
  });
  return { process: child, ended };
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
