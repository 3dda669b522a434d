import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { provisionDatabase } from '../../../platform/database/provision.ts';
import { openDatabase } from '../../../platform/launch/open-database.ts';
import { choosePorts } from '../../../platform/launch/ports.ts';
import { openSecrets } from '../../../platform/launch/secrets.ts';
import { seedSystem } from '../../../platform/launch/seed-system.ts';
import { Supervisor } from '../../../platform/launch/supervisor.ts';
import { gatewayProcess, issuerUrl, subgraphProcess, type SystemPlan } from '../../../platform/launch/system-plan.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { readRoverConfig } from '../../../platform/rover-config.ts';

const run = promisify(execFile);
const CITIZENS = 12;
/** Of the gateways' cache of public data: it is to be full, and not filling, for most of the run. */
export const MOST_KEPT = { bytes: 2 * 1_024 * 1_024, text: '2 MB' };

const OF_A_SOAK = {
  LOG_LEVEL: 'warn',
  ACCESS_LOG: 'false',
  PLAYGROUND: 'false',
  PUBLIC_CACHE_BYTES: String(MOST_KEPT.bytes),
};

/** The subgraphs with their database, as `npm start` runs them, without a gateway. */
export interface Services extends AsyncDisposable {
  /** Origin of each subgraph, by name. */
  origins: ReadonlyMap<string, string>;
  /** Environment of a gateway in front of subgraphs at these origins. */
  gatewayEnvironment(origins: ReadonlyMap<string, string>): Record<string, string>;
  /** An access token. */
  token(citizen: string): Promise<string>;
  /** Of their processes. */
  pids(): number[];
  /** Of a role that may do anything in the database. */
  adminUrl: string;
  /** URL of the issuer of tokens. */
  issuer: string;
}

export async function startServices(say: (text: string) => void, citizens = CITIZENS): Promise<Services> {
  const data = await mkdtemp(join(tmpdir(), 'amtgraph-soak-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(data, { recursive: true, force: true })];
  const subgraphs = readRoverConfig(process.env);
  const database = await openDatabase(data, process.env['DATABASE_URL'], say);
  closers.push(() => database.stop());
  const secrets = await openSecrets(data);
  const databaseUrls = await provisionDatabase({
    adminUrl: database.adminUrl,
    services: subgraphs.map(({ name }) => name),
    key: secrets.databaseKey,
  });
  const plan: SystemPlan = {
    subgraphs,
    ports: await choosePorts(0, subgraphs),
    secrets,
    databaseUrls,
    environment: 'development',
  };
  await seedSystem(plan, database.adminUrl, { citizens, onProgress: () => undefined });
  const supervisor = new Supervisor({ logs: join(data, 'logs'), onNotice: say });
  const running = await Promise.all(subgraphs.map(({ name }) => supervisor.start(subgraphProcess(plan, name))));
  closers.push(async () => {
    supervisor.beginStop();
    await Promise.all(running.map((process) => process.stop()));
  });
  return {
    origins: new Map(running.map(({ name, url }) => [name, new URL(url).origin])),
    gatewayEnvironment(origins) {
      const { environment } = gatewayProcess(plan, data);
      const own = Object.entries(environment).filter(([name]) => !/^(REGISTRY_|SUPERGRAPH_CACHE)/.test(name));
      const urls = [...origins].map(([name, origin]) => `${name}=${origin}/graphql`).join(',');
      return { ...Object.fromEntries(own), SUBGRAPH_URLS: urls, ...OF_A_SOAK };
    },
    async token(citizen) {
      const command = projectFile('dist', 'subgraphs', 'identity', 'login', 'token-command.js');
      const options = [command, citizen, '--level', 'HIGH', '--issuer', issuerUrl(plan)];
      return (await run(process.execPath, options)).stdout.trim();
    },
    adminUrl: database.adminUrl,
    issuer: issuerUrl(plan),
    pids: () => running.flatMap((process) => process.pid() ?? []),
    async [Symbol.asyncDispose]() {
      for (const close of closers.toReversed()) await close();
    },
  };
}
