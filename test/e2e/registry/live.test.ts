import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { committedSdl } from '../../testkit/registry.ts';
import { askGraphql, type GraphqlAnswer } from '../../testkit/subgraph.ts';
import { eventually, startSystem, type TestSystem } from '../../testkit/system.ts';

const ref = 'amtgraph@prod';
let system: TestSystem;
let registry: string;
let operator: string;
let directory: { sdl: string; url: string };
let citizen: string;
let version = 0;

const administer = (query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> =>
  askGraphql(`${registry}/graphql`, { query, variables }, { authorization: `Bearer ${operator}` });

/** The directory with so many further fields. */
const sdlOf = (fields: number) =>
  directory.sdl.replace(
    /^type Authority\b[^{]*\{/m,
    (head) =>
      `${head}\n${Array.from({ length: fields }, (_, index) => `  "Added later."\n  later${index}: Int`).join('\n')}`,
  );

/** Publishes one field more; gives the time at which the registry said that it is launched. */
async function publishNext(): Promise<{ field: string; launchedAt: number }> {
  version += 1;
  const subgraphs = [{ name: 'directory', url: directory.url, sdl: sdlOf(version) }];
  const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) { publishSubgraphs(ref: $ref, subgraphs: $subgraphs) {
    accepted checks { results { findings { severity message } } } } }`;
  const { data, errors } = await administer(query, { ref, subgraphs });
  if (!data?.publishSubgraphs?.accepted) throw new Error(JSON.stringify(errors ?? data));
  return { field: `later${version - 1}`, launchedAt: performance.now() };
}

async function serves(field: string): Promise<boolean> {
  const { data } = await system.ask(undefined, '{ __type(name: "Authority") { fields { name } } }');
  return data?.__type.fields.some(({ name }: { name: string }) => name === field) === true;
}

async function untilServed(field: string): Promise<number> {
  for (const end = Date.now() + 60_000; !(await serves(field)); await sleep(20))
    if (Date.now() > end) throw new Error(`The gateway does not serve ${field}.`);
  return performance.now();
}

/** Citizens at work; `stop` gives how often they were answered, and every answer that was not whole. */
function load() {
  const done = new AbortController();
  const failed: string[] = [];
  let answered = 0;
  const clients = Array.from({ length: 4 }, async (_, client) => {
    for (let turn = 0; !done.signal.aborted; turn += 1) {
      const [token, query] =
        client % 2 === 0
          ? [
              citizen,
              '{ me { name { full } vehicles(first: 2) { nodes { plate } } payments(first: 3) { nodes { status } } } }',
            ]
          : [undefined, `{ services(query: "Anmeldung ${client} ${turn}", first: 3) { nodes { title } } }`];
      const answer = await system
        .ask(token, query)
        .catch((error: unknown) => ({ errors: [{ message: String(error) }], data: null }));
      answered += 1;
      if (answer.errors) failed.push(JSON.stringify(answer.errors));
      await sleep(10);
    }
  });
  return {
    async stop() {
      done.abort();
      await Promise.all(clients);
      return { answered, failed };
    },
  };
}

const killRegistry = async () => process.kill(await system.pidOf('schema/registry/main.js'), 'SIGKILL');
const untilRegistryAnswers = () =>
  eventually('the registry to be back', () =>
    fetch(`${registry}/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );

beforeAll(async () => {
  system = await startSystem();
  registry = /Registry +(http\S+?)\/ /.exec(system.output())?.[1] ?? '';
  const secrets: unknown = JSON.parse(await readFile(join(system.data, 'keys', 'secrets.json'), 'utf8'));
  operator = (secrets as { registryRootToken: string }).registryRootToken;
  citizen = await system.token('erika');
  const { data } = await administer(`{ variant(ref: "${ref}") { parts { name url } } }`);
  const { url } = data.variant.parts.find(({ name }: { name: string }) => name === 'directory');
  directory = { sdl: await committedSdl('directory'), url };
}, 300_000);
afterAll(() => system?.remove(), 60_000);

describe('a launch', () => {
  test('is live in the gateway a moment after it was made, under load, and no request fails', async () => {
    const citizens = load();
    const took: number[] = [];
    for (let launch = 0; launch < 5; launch += 1) {
      const { field, launchedAt } = await publishNext();
      took.push((await untilServed(field)) - launchedAt);
    }
    const { answered, failed } = await citizens.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(50);
    // Two seconds on a quiet machine; this one may be busy.
    expect(Math.max(...took)).toBeLessThan(15_000);
    process.stdout.write(
      `from the launch until it is served: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms; ${answered} requests\n`,
    );
  }, 240_000);

  test('during which the registry is killed is made or not, and the gateway goes on without a failed request', async () => {
    const citizens = load();
    for (const delay of [50, 400, 900]) {
      const made = publishNext().catch(() => undefined);
      await sleep(delay);
      await killRegistry();
      const confirmed = await made;
      await untilRegistryAnswers();
      if (confirmed) await untilServed(confirmed.field);
      // What was lost with the process is sent again, with one field more.
      const { field } = await publishNext();
      await untilServed(field);
    }
    const { answered, failed } = await citizens.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(50);
    expect((await administer('{ auditVerdict { holds } }')).data.auditVerdict.holds).toBe(true);
  }, 240_000);
});

describe('a gateway that starts while the registry hangs', () => {
  test('serves the newest launch that it had, and takes the next when the registry is back', async () => {
    const { field } = await publishNext();
    await untilServed(field);
    await eventually('it to be kept for the next start', async () => {
      const kept = await readFile(join(system.data, 'supergraph', `${ref}.json`), 'utf8').catch(() => '');
      return kept.includes(`${field}: Int`);
    });
    const hanging = await system.pidOf('schema/registry/main.js');
    process.kill(hanging, 'SIGSTOP');
    try {
      process.kill(await system.pidOf('gateway/main.js'), 'SIGKILL');
      await eventually('the gateway to be back', () =>
        fetch(`${system.gateway}/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      expect(await serves(field)).toBe(true);
      const { data, errors } = await system.ask(citizen, '{ me { name { full } } }');
      expect({ errors, name: data?.me.name.full }).toEqual({ errors: undefined, name: expect.any(String) });
    } finally {
      process.kill(hanging, 'SIGCONT');
    }
    const next = await publishNext();
    await untilServed(next.field);
  }, 240_000);
});
