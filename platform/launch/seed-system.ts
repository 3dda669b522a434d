import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { projectFile } from '../project-root.ts';
import { StartError } from '../run-process.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { commandEnvironment, type SystemPlan } from './system-plan.ts';

/** Which specimen data a database holds. */
interface SeedMark {
  /** The day around which it was made, YYYY-MM-DD. */
  day: string;
  citizens: number;
}

async function withAdmin<Result>(adminUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function readMark(adminUrl: string): Promise<SeedMark | undefined> {
  return withAdmin(adminUrl, async (client) => {
    await client.query('CREATE SCHEMA IF NOT EXISTS amtgraph');
    await client.query(
      'CREATE TABLE IF NOT EXISTS amtgraph.specimen_data (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), day text NOT NULL, citizens integer NOT NULL)',
    );
    const { rows } = await client.query<SeedMark>('SELECT day, citizens FROM amtgraph.specimen_data');
    return rows[0];
  });
}

function writeMark(adminUrl: string, { day, citizens }: SeedMark): Promise<unknown> {
  return withAdmin(adminUrl, (client) =>
    client.query(
      `INSERT INTO amtgraph.specimen_data (day, citizens) VALUES ($1, $2)
       ON CONFLICT (is_only) DO UPDATE SET citizens = greatest(amtgraph.specimen_data.citizens, excluded.citizens)`,
      [day, citizens],
    ),
  );
}

export interface SeedOptions {
  citizens: number;
  /** Told how far each subgraph is. */
  onProgress: (subgraph: string, done: number) => void;
}

/** Whether the specimen data has been written already, with at least so many citizens. */
export async function isSeeded(adminUrl: string, citizens: number): Promise<boolean> {
  return ((await readMark(adminUrl))?.citizens ?? 0) >= citizens;
}

/** Writes the specimen data of every subgraph that has some, two at a time. Citizens who are there already stay as they are. */
export async function seedSystem(
  plan: SystemPlan,
  adminUrl: string,
  { citizens, onProgress }: SeedOptions,
): Promise<void> {
  const day = (await readMark(adminUrl))?.day ?? new Date().toISOString().slice(0, 10);
  const queue = plan.subgraphs
    .map(({ name }) => name)
    .filter((name) => existsSync(projectFile('dist', 'subgraphs', name, 'seed.js')));
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift())
      await seedSubgraph(plan, name, { citizens, onProgress }, day);
  };
  await Promise.all([worker(), worker()]);
  await writeMark(adminUrl, { day, citizens });
}

async function seedSubgraph(
  plan: SystemPlan,
  name: string,
  { citizens, onProgress }: SeedOptions,
  day: string,
): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', projectFile('dist', 'subgraphs', name, 'seed.js')], {
    env: {
      ...inheritedEnvironment(),
      ...commandEnvironment(plan, name),
      SEED_CITIZENS: String(citizens),
      SEED_DAY: day,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4_000)));
  child.on('message', (message) => {
    if (message && typeof message === 'object' && 'done' in message && typeof message.done === 'number')
      onProgress(name, message.done);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new StartError(`The specimen data of ${name} could not be written.\n${complaint.trim()}`);
}
