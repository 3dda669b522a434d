import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { provisionDatabase } from '../database/provision.ts';
import { projectFile } from '../project-root.ts';
import { readRoverConfig } from '../rover-config.ts';
import { openDatabase } from './open-database.ts';
import { findAdminUrl, findRunning } from './running-system.ts';
import { openSecrets } from './secrets.ts';
import { specimens } from './specimens.ts';
import type { SystemPlan } from './system-plan.ts';

/** A system whose database a command may use, whether it runs or not. */
export interface AttachedSystem {
  plan: SystemPlan;
  adminUrl: string;
  /** Stops what attaching had to start. */
  detach(): Promise<void>;
}

/** Finds the database of the running system, or opens that of the data folder for the time of a command. */
export async function attach(wanted: string | undefined): Promise<AttachedSystem> {
  const data = wanted ? resolve(wanted) : ((await findRunning())?.data ?? projectFile('.data'));
  await mkdir(data, { recursive: true, mode: 0o700 });
  const runningUrl = await findAdminUrl(data);
  const database = runningUrl ? undefined : await openDatabase(data, process.env['DATABASE_URL'], () => undefined);
  const adminUrl = runningUrl ?? database?.adminUrl ?? '';
  try {
    const subgraphs = readRoverConfig(process.env);
    const secrets = await openSecrets(data);
    const services = subgraphs.map(({ name }) => name);
    const databaseUrls = await provisionDatabase({ adminUrl, services, key: secrets.databaseKey });
    const ports = new Map<string, number>([...services, ...specimens.map(({ name }) => name)].map((name) => [name, 0]));
    return {
      plan: { subgraphs, ports, secrets, databaseUrls, environment: 'development' },
      adminUrl,
      detach: async () => database?.stop(),
    };
  } catch (error) {
    await database?.stop();
    throw error;
  }
}
