import { expect } from '@jest/globals';
import { openSecrets } from '../../../platform/launch/secrets.ts';
import { gatewayProcess } from '../../../platform/launch/system-plan.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { readRoverConfig } from '../../../platform/rover-config.ts';
import { readFileSync } from 'node:fs';
import type { SmallQuestion } from '../../testkit/others-served.ts';
import { spawnGateway } from '../../testkit/supergraphs/spawn-gateway.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';
import { ask, type Target } from './requests.ts';

/** The whole system, and in front of its services one more gateway, with the settings of production. */
export interface HostileSystem extends Target {
  system: TestSystem;
  /** What another citizen asks meanwhile. */
  smallQuestion: SmallQuestion;
  remove(): Promise<void>;
}

/** An origin whose pages may ask. */
export const LISTED_ORIGIN = 'https://account.example';

/** Origins of the services, as the system tells them. */
function servicesOf(system: TestSystem): Record<string, string> {
  const listed = readRoverConfig({}).map(({ name }) => name);
  return Object.fromEntries(
    ['registry', ...listed].map((name) => [
      name,
      new RegExp(`^${name} +(http://127\\.0\\.0\\.1:\\d+)`, 'm').exec(system.output())?.[1] ?? '',
    ]),
  );
}

/** What `npm start` gives its gateway, but for what is of development: introspection, the playground, the registry that it follows. */
async function productionEnvironment(
  system: TestSystem,
  services: Record<string, string>,
): Promise<Record<string, string>> {
  const plan = {
    subgraphs: readRoverConfig({}),
    ports: new Map(Object.entries(services).map(([name, url]) => [name, Number(new URL(url).port)])),
    secrets: await openSecrets(system.data),
    databaseUrls: new Map<string, string>(),
    environment: 'production' as const,
  };
  const { SUBGRAPH_URLS, ISSUER, ASSERTION_KEY, SECTOR_SECRET } = gatewayProcess(plan, system.data).environment;
  const given = { SUBGRAPH_URLS, ISSUER, ASSERTION_KEY, SECTOR_SECRET };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Starts it all. Rates and budgets of one minute are above what a few hundred cases in a row need. */
export async function startHostileSystem(): Promise<HostileSystem> {
  const system = await startSystem();
  try {
    const services = servicesOf(system);
    const gateway = await spawnGateway(readFileSync(projectFile('schema', 'supergraph.graphql'), 'utf8'), {
      ...(await productionEnvironment(system, services)),
      NODE_ENV: 'production',
      CORS_ORIGINS: LISTED_ORIGIN,
      LIMITS: 'costPerMinute=10000000',
      RATE_LIMITS: 'address=1000000,citizen=1000000',
    });
    const url = new URL(gateway.url).origin;
    const [token, weakToken, otherToken] = await Promise.all([
      system.token('erika'),
      system.token('erika', 'NORMAL'),
      system.token('max'),
    ]);
    const other = { url, services, token: otherToken, weakToken: otherToken, otherToken };
    return {
      url,
      services,
      token,
      weakToken,
      otherToken,
      system,
      async smallQuestion() {
        const { json } = await ask(other, '{ me { name { full } } }');
        expect(json).toEqual({ data: { me: { name: { full: 'Max Mustermann' } } } });
      },
      async remove() {
        await gateway.close();
        await system.remove();
      },
    };
  } catch (error) {
    await system.remove();
    throw error;
  }
}
