import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from '../is-alive.ts';
import { projectFile } from '../project-root.ts';

/** Where the running system can be reached, for commands that need it. */
export interface RunningSystem {
  pid: number;
  gateway: string;
  issuer: string;
  registry?: string;
  /** The data folder. */
  data: string;
}

/** Lies in the project's folder whatever --data says, so that commands find it without being told. */
const file = projectFile('node_modules', '.cache', 'amtgraph', 'running.json');
/** The administrator's connection is a secret: it lies with the data, readable by its owner. */
const secretFile = (data: string) => join(data, 'database.json');

export async function announce(system: RunningSystem, adminUrl: string): Promise<void> {
  await writeFile(secretFile(system.data), JSON.stringify({ pid: system.pid, adminUrl }), { mode: 0o600 });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(system));
}

export async function withdraw(): Promise<void> {
  const system = await findRunning();
  if (system?.pid === process.pid) await rm(file, { force: true });
}

/** The system that was started last from this folder, if it still runs. */
export async function findRunning(): Promise<RunningSystem | undefined> {
  try {
    const system = JSON.parse(await readFile(file, 'utf8')) as RunningSystem;
    return isAlive(system.pid) ? system : undefined;
  } catch {
    return undefined;
  }
}

/** The administrator's connection to the database of a data folder, while the system runs on it. */
export async function findAdminUrl(data: string): Promise<string | undefined> {
  try {
    const { pid, adminUrl } = JSON.parse(await readFile(secretFile(data), 'utf8')) as { pid: number; adminUrl: string };
    return isAlive(pid) ? adminUrl : undefined;
  } catch {
    return undefined;
  }
}
