import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSecrets } from '../../../platform/launch/secrets.ts';
import { gatewayProcess } from '../../../platform/launch/system-plan.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { readRoverConfig } from '../../../platform/rover-config.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { spawnGateway } from '../../testkit/supergraphs/spawn-gateway.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';

const account = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
const supergraph = readFileSync(projectFile('schema', 'supergraph.graphql'), 'utf8');
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
}, 240_000);
afterAll(() => system?.remove(), 60_000);

/** What `npm start` gives a gateway in front of the services that run, but for its port and where it keeps supergraphs. */
async function gatewayEnvironment(): Promise<Record<string, string>> {
  const subgraphs = readRoverConfig({});
  const names = ['gateway', 'registry', ...subgraphs.map(({ name }) => name)];
  const portOf = (name: string) =>
    Number(new RegExp(`^${name} +http://127\\.0\\.0\\.1:(\\d+)`, 'm').exec(system.output())?.[1] ?? 0);
  const plan = {
    subgraphs,
    ports: new Map(names.map((name) => [name, portOf(name)])),
    secrets: await openSecrets(system.data),
    databaseUrls: new Map<string, string>(),
    environment: 'development' as const,
  };
  return {
    ...gatewayProcess(plan, system.data).environment,
    PORT: '0',
    SUPERGRAPH_CACHE: join(system.data, 'another-supergraph'),
  };
}

test('the compiled engine, its second planner and @apollo/gateway answer the account query alike', async () => {
  const token = await system.token('erika');
  const whole = await system.ask(token, account);
  expect(whole.errors).toBeUndefined();
  const environment = await gatewayEnvironment();
  const others: Record<string, string>[] = [{ ENGINE: 'reference' }, { PLANNER: 'apollo' }];
  for (const settings of others) {
    const other = await spawnGateway(supergraph, { ...environment, ...settings });
    const authorization = { authorization: `Bearer ${token}` };
    expect(await askGraphql(other.url, { query: account }, authorization)).toEqual(whole);
    await other.close();
  }
}, 120_000);
