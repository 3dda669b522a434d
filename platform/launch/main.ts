import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provisionDatabase } from '../database/provision.ts';
import { projectFile } from '../project-root.ts';
import { readRoverConfig, type ListedSubgraph } from '../rover-config.ts';
import { runProcess } from '../run-process.ts';
import { createShutdown } from '../shutdown.ts';
import { writeGuestSettings } from './guests.ts';
import { openDatabase } from './open-database.ts';
import { readOptions, type LaunchOptions } from './options.ts';
import { choosePorts } from './ports.ts';
import { announce, withdraw } from './running-system.ts';
import { prepareRegistry, publishSubgraphs } from './publish-subgraphs.ts';
import { registryPort, registryProcess, registryUrl } from './registry.ts';
import { openSecrets } from './secrets.ts';
import { isSeeded, seedSystem } from './seed-system.ts';
import { specimenProcess, specimens, specimenUrl } from './specimens.ts';
import { Supervisor, type ProcessPlan, type Supervised } from './supervisor.ts';
import { gatewayProcess, gatewayUrl, issuerUrl, subgraphProcess, type SystemPlan } from './system-plan.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const specimenCitizens = 12;

runProcess(async () => {
  const options = readOptions(process.argv);
  const shutdown = createShutdown((error) =>
    say(`Stopping: ${error instanceof Error ? error.message : String(error)}`),
  );
  const stop = () => {
    if (!shutdown.isClosing) say('\nStopping …');
    void shutdown.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  // Whoever started it, and read what it says, may be gone before it.
  process.on('disconnect', stop);
  process.stdout.on('error', () => undefined);
  try {
    await start(options, shutdown);
  } catch (error) {
    await shutdown.close();
    throw error;
  }
});

async function start({ port, data }: LaunchOptions, shutdown: ReturnType<typeof createShutdown>): Promise<void> {
  const started = Date.now();
  const subgraphs = readRoverConfig(process.env);
  const ports = await choosePorts(port, subgraphs);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const database = await openDatabase(data, process.env['DATABASE_URL'], say);
  shutdown.onClose(() => database.stop());
  say(`database    ${database.description}`);
  const secrets = await openSecrets(data);
  const databaseUrls = await provisionDatabase({
    adminUrl: database.adminUrl,
    services: [...subgraphs.map(({ name }) => name), registryPort.name],
    key: secrets.databaseKey,
  });
  const plan: SystemPlan = { subgraphs, ports, secrets, databaseUrls, environment: 'development' };
  await writeGuestSettings(plan, data);

  if (!(await isSeeded(database.adminUrl, specimenCitizens))) {
    say(`specimens   writing ${specimenCitizens} citizens and what belongs to them …`);
    await seedSystem(plan, database.adminUrl, { citizens: specimenCitizens, onProgress: () => undefined });
  }
  await startProcesses(plan, new Supervisor({ logs: join(data, 'logs'), onNotice: say }), data, shutdown);
  await announce(
    { pid: process.pid, gateway: gatewayUrl(plan), issuer: issuerUrl(plan), registry: registryUrl(plan), data },
    database.adminUrl,
  );
  shutdown.onClose(withdraw);
  await showTheWay(plan, started);
}

async function startProcesses(
  plan: SystemPlan,
  supervisor: Supervisor,
  data: string,
  shutdown: ReturnType<typeof createShutdown>,
): Promise<void> {
  // Stopped in this order: the gateway finishes what it has begun while the others still answer.
  const running = { gateway: [] as Supervised[], subgraphs: [] as Supervised[], others: [] as Supervised[] };
  shutdown.onClose(async () => {
    supervisor.beginStop();
    for (const group of Object.values(running)) await Promise.all(group.map((process) => process.stop()));
  });
  const start = async (group: Supervised[], process: ProcessPlan) => {
    const started = await supervisor.start(process);
    group.push(started);
    return started;
  };
  const startSubgraph = async ({ name }: ListedSubgraph) => {
    const { url } = await start(running.subgraphs, subgraphProcess(plan, name));
    say(`${name.padEnd(21)} ${url}`);
  };
  const startSpecimens = async () => {
    await Promise.all(specimens.map(({ name }) => start(running.others, specimenProcess(plan, name, data))));
    const places = specimens.map(({ name }) => `${name} ${new URL(specimenUrl(plan, name)).port}`);
    say(`stand-ins             ${places.join(', ')}`);
  };
  const startRegistryAndGateway = async () => {
    await start(running.others, registryProcess(plan));
    const isNew = await prepareRegistry(plan);
    // The gateway needs none of the others until somebody asks it.
    await Promise.all([publish(plan, isNew), start(running.gateway, gatewayProcess(plan, data))]);
  };
  await Promise.all([...plan.subgraphs.map(startSubgraph), startSpecimens(), startRegistryAndGateway()]);
}

/** The first time the graph comes into being; later a gateway serves what it had until the registry tells it of a change. */
async function publish(plan: SystemPlan, isNew: boolean): Promise<void> {
  const published = publishSubgraphs(plan).then((said) => say(`registry              ${registryUrl(plan)} ${said}`));
  if (isNew) await published;
  else
    published.catch((error: unknown) => say(`registry    ${error instanceof Error ? error.message : String(error)}`));
}

async function showTheWay(plan: SystemPlan, started: number): Promise<void> {
  const query = await readFile(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
  say(`
Amtgraph is up after ${((Date.now() - started) / 1_000).toFixed(1)} s.

  Playground   ${gatewayUrl(plan)}/
  GraphQL      ${gatewayUrl(plan)}/graphql
  Registry     ${registryUrl(plan)}/ (agencies publish here: docs/agencies.md)
  Login        ${issuerUrl(plan)} (OpenID Connect issuer; the playground has a button)

A query to try, in a second terminal:

  TOKEN=$(npm run --silent token -- erika --level HIGH)
  curl -s ${gatewayUrl(plan)}/graphql -H "Authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
    --data "$(node -p 'JSON.stringify({query: require("fs").readFileSync("schema/operations/account.graphql", "utf8")})')"

The same for the playground:

${query.replaceAll(/^/gm, '  ').trimEnd()}

Ctrl-C stops everything.
ready ${gatewayUrl(plan)}`);
}
