import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { projectFile } from '../../../platform/project-root.ts';
import { providerAt } from '../../testkit/procedures/outside.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';

/** Who is killed while citizens pay: both services of the saga, the database under them, and the systems outside. */
export const victims = [
  'vehicle-registration',
  'payments',
  'postgres',
  'payment-provider',
  'back-office-rest',
] as const;
export type Victim = (typeof victims)[number];

export interface SagaSystem {
  system: TestSystem;
  provider: ReturnType<typeof providerAt>;
  /** URL of the database's administrator. */
  adminUrl: string;
  /** kill -9; the launcher brings it back. @returns whether there was one to kill just then */
  kill(victim: Victim): Promise<boolean>;
}

/** The whole system with so many specimen citizens. */
export async function startSagaSystem(citizens: number): Promise<SagaSystem> {
  const system = await startSystem();
  await seed(system.data, citizens);
  const port = /payment-provider (\d+)/.exec(system.output())?.[1] ?? '';
  const { adminUrl } = JSON.parse(readFileSync(`${system.data}/database.json`, 'utf8')) as { adminUrl: string };
  return {
    system,
    provider: providerAt(`http://127.0.0.1:${port}`),
    adminUrl,
    async kill(victim) {
      try {
        process.kill(await pidOf(system, victim), 'SIGKILL');
        return true;
      } catch {
        return false;
      }
    },
  };
}

async function pidOf({ data, pidOf: find }: TestSystem, victim: Victim): Promise<number> {
  if (victim === 'postgres') return Number(readFileSync(`${data}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
  const isSpecimen = victim === 'payment-provider' || victim === 'back-office-rest';
  return find(`${isSpecimen ? 'specimens' : 'subgraphs'}/${victim}/main.js`);
}

async function seed(data: string, citizens: number): Promise<void> {
  const command = projectFile('dist', 'platform', 'launch', 'seed-command.js');
  const child = spawn(process.execPath, [command, '--citizens', String(citizens), '--data', data], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The citizens could not be written:\n${complaint}`);
}
