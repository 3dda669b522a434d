import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provisionDatabase } from '../database/provision.ts';
import { projectFile } from '../project-root.ts';
import { readRoverConfig } from '../rover-config.ts';
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
import { Supervisor } from './supervisor.ts';
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
  const [running, isNew] = await Promise.all([
    Promise.all(
      plan.subgraphs.map(async ({ name }) => {
        const process = await supervisor.start(subgraphProcess(plan, name));
        shutdown.onClose(() => process.stop());
        say(`${name.padEnd(21)} ${process.url}`);
        return process;
      }),
    ),
    startRegistry(plan, supervisor, shutdown),
    startSpecimens(plan, supervisor, data, shutdown),
  ]);
  const published = publishSubgraphs(plan).then((said) => say(`registry              ${registryUrl(plan)} ${said}`));
  const gateway = await supervisor.start(gatewayProcess(plan, data));
  shutdown.onClose(async () => {
    supervisor.beginStop();
    // The gateway first: it finishes what it has begun while the subgraphs still answer.
    await gateway.stop();
    await Promise.all(running.map((process) => process.stop()));
  });
  // The first time the graph comes into being; later a gateway serves what it had until the registry tells it of a change.
  if (isNew) await published;
  else
    published.catch((error: unknown) => say(`registry    ${error instanceof Error ? error.message : String(error)}`));
}

/** The registry, with the agencies of a development system. @returns whether it was empty */
async function startRegistry(
  plan: SystemPlan,
  supervisor: Supervisor,
  shutdown: ReturnType<typeof createShutdown>,
): Promise<boolean> {
  const registry = await supervisor.start(registryProcess(plan));
  shutdown.onClose(() => registry.stop());
  return prepareRegistry(plan);
}

/** Nothing asks them before a citizen does, so they start beside the subgraphs. */
async function startSpecimens(
  plan: SystemPlan,
  supervisor: Supervisor,
  data: string,
  shutdown: ReturnType<typeof createShutdown>,
): Promise<void> {
  await Promise.all(
    specimens.map(async ({ name }) => {
      const specimen = await supervisor.start(specimenProcess(plan, name, data));
      shutdown.onClose(() => specimen.stop());
    }),
  );
  const places = specimens.map(({ name }) => `${name} ${new URL(specimenUrl(plan, name)).port}`);
  say(`stand-ins             ${places.join(', ')}`);
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
