import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { eventually, startSystem, type TestSystem } from '../../testkit/system.ts';

const account = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
let system: TestSystem;
let token: string;
let other: string;

beforeAll(async () => {
  system = await startSystem();
  token = await system.token('erika');
  other = await system.token('max');
}, 180_000);
afterAll(() => system?.remove());

const askSmall = async () => {
  const { data } = await system.ask(other, '{ me { name { full } } }');
  expect(data.me.name.full).toEqual(expect.any(String));
};

const isWhole = async () => {
  const { data, errors } = await system.ask(token, account);
  return errors === undefined && data.me !== null;
};

describe.each([
  ['appointments', (me: Record<string, unknown>) => me['appointments']],
  ['vehicle-registration', (me: Record<string, unknown>) => me['vehicles']],
  ['payments', (me: Record<string, unknown>) => me['payments']],
])('when %s is killed', (service, branch) => {
  test('its branch is null with an error that names it, the rest is there, and it comes back by itself', async () => {
    expect(await eventually('the account to be whole', isWhole)).toBe(true);
    const pid = await system.pidOf(`subgraphs/${service}/main.js`);
    // Stopped rather than ended at once, so that its supervisor does not bring it back before the question is asked.
    const { status, data, errors, ms } = await whileOthersAsk(askSmall, async () => {
      process.kill(pid, 'SIGSTOP');
      const asked = Date.now();
      return { ...(await system.ask(token, account)), ms: Date.now() - asked };
    });
    expect(ms).toBeLessThan(8_000);
    process.kill(pid, 'SIGKILL');
    expect(status).toBe(200);
    expect(data.me.name.full).toBe('Erika Mustermann');
    expect(branch(data.me)).toBeNull();
    const ours = errors?.filter(({ extensions }) => (extensions as { subgraph?: string }).subgraph === service) ?? [];
    expect(ours.length).toBeGreaterThan(0);
    for (const { extensions, message } of ours) {
      expect(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE']).toContain(extensions?.code);
      expect(message).not.toMatch(/127\.0\.0\.1|ECONN|at /);
    }
    await eventually(`${service} to be back`, isWhole);
  }, 120_000);
});

describe('when the directory is killed', () => {
  test('what is kept of it is still there, and the rest is missing, with an error', async () => {
    await eventually('the account to be whole', isWhole);
    process.kill(await system.pidOf('subgraphs/directory/main.js'), 'SIGKILL');
    const { data, errors } = await system.ask(
      token,
      '{ me { vehicles(first: 1) { nodes { id } } residence { authority { name level } } } authorities(first: 7) { nodes { name } } }',
    );
    expect(data.me.vehicles.nodes).toHaveLength(1);
    expect(data.me.residence.authority.name).toEqual(expect.any(String));
    expect(data.authorities).toBeNull();
    expect(errors).toMatchObject([
      { path: ['authorities'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'directory' } },
    ]);
    await eventually('the directory to be back', isWhole);
  }, 120_000);
});

describe('when identity is killed', () => {
  test('the account says so with one error, and those who are in stay in once it is back', async () => {
    await eventually('the account to be whole', isWhole);
    process.kill(await system.pidOf('subgraphs/identity/main.js'), 'SIGKILL');
    const { data, errors } = await system.ask(token, account);
    expect(data.me).toBeNull();
    expect(errors).toMatchObject([
      { path: ['me'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'identity' } },
    ]);
    await eventually('identity to be back', isWhole);
  }, 120_000);
});

describe('when PostgreSQL is killed', () => {
  test('errors are clear and tell nothing of the inside, and all recovers by itself', async () => {
    await eventually('the account to be whole', isWhole);
    const pid = Number(readFileSync(`${system.data}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const { status, errors } = await system.ask(token, account);
    expect(status).toBe(200);
    expect(errors?.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors ?? []) {
      expect(['SERVICE_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT']).toContain(extensions?.code);
      expect(message).not.toMatch(/select|ECONNREFUSED|postgres|terminating/i);
    }
    await eventually('everything to be back', isWhole);
    await eventually('the line that says so', () => system.output().includes('PostgreSQL is back'));
  }, 120_000);
});
