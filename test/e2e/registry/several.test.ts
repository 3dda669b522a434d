import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newToken } from '../../../schema/registry/domain/token-text.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { registrySettings, startRegistryProcess, type RegistryProcess } from '../../testkit/registry-process.ts';
import { citizensSdl } from '../../testkit/registry-schemas.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { eventually } from '../../testkit/system.ts';

const ref = 'amtgraph@test';
const [root, gateway] = [newToken().text, newToken().text];
let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let environment: Record<string, string>;
let one: RegistryProcess;
let other: RegistryProcess;

const ask = ({ url }: RegistryProcess, query: string, variables: Record<string, unknown> = {}) =>
  askGraphql(`${url}/graphql`, { query, variables }, { authorization: `Bearer ${root}` });

interface Published {
  accepted: boolean;
  launch: { counter: number };
}

async function publish(registry: RegistryProcess, name: string, sdl: string): Promise<Published> {
  const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) {
    publishSubgraphs(ref: $ref, subgraphs: $subgraphs) { accepted launch { counter } }
  }`;
  const subgraphs = [{ name, url: `http://127.0.0.1:4001/${name}`, sdl, agency: 'chemnitz' }];
  const { data, errors } = await ask(registry, query, { ref, subgraphs });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.publishSubgraphs;
}

/** A subgraph that shares nothing with others. */
function sdlOf(name: string, fields = ''): string {
  const type = name[0]?.toUpperCase() + name.slice(1);
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
    "Questions." type Query { "All of them." ${name}: [${type}!] @authenticated }
    "A kind." type ${type} { "Identifier." id: ID! ${fields} }`;
}

/** Counters that a registry's stream told, as they come. */
function follow({ url }: RegistryProcess): { heard: number[]; stop(): void } {
  const closing = new AbortController();
  const heard: number[] = [];
  const read = async () => {
    const response = await fetch(`${url}/push/${ref}`, {
      headers: { authorization: `Bearer ${gateway}` },
      signal: closing.signal,
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      for (const [, id] of decoder.decode(chunk as Uint8Array).matchAll(/^id: (\d+)$/gm)) heard.push(Number(id));
  };
  read().catch(() => undefined);
  return { heard, stop: () => closing.abort() };
}

async function count(table: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM registry.${table}`);
  return rows[0]?.count ?? 0;
}

beforeAll(async () => {
  database = await testDatabase('registry');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  environment = { ...(await registrySettings(database.url, root)), REGISTRY_GATEWAY_TOKEN: gateway };
  // At once, on an empty database: migrations and first tokens are written by one of them.
  [one, other] = await Promise.all([startRegistryProcess(environment), startRegistryProcess(environment)]);
  for (const statement of [
    'createAgency(input: { slug: "chemnitz", name: "Chemnitz", level: MUNICIPAL, ags: "14511000", contact: "it@amt.example" }) { slug }',
    'createGraph(id: "amtgraph", title: "Amtgraph") { id }',
    'setVariant(input: { ref: "amtgraph@test", production: false }) { ref }',
  ]) {
    expect((await ask(one, `mutation { ${statement} }`)).errors).toBeUndefined();
  }
  expect(await publish(other, 'citizens', citizensSdl)).toMatchObject({ accepted: true, launch: { counter: 1 } });
}, 180_000);

afterAll(async () => {
  await Promise.all([one?.kill(), other?.kill()]);
  await client?.end();
  await database?.drop();
});

describe('two registries on one database', () => {
  test('take publications at the same time, one launch after the other, none composed for nothing', async () => {
    const followers = [follow(one), follow(other)];
    await eventually('both streams to tell what is live', () => followers.every(({ heard }) => heard.includes(1)));
    const before = { compositions: await count('composition'), checks: await count('check_run') };
    const published = await Promise.all(
      ['bins', 'trees', 'parks', 'pools', 'ponds', 'roofs'].map((name, index) =>
        publish(index % 2 === 0 ? one : other, name, sdlOf(name)),
      ),
    );
    expect(published.every(({ accepted }) => accepted)).toBe(true);
    expect(published.map(({ launch }) => launch.counter).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7]);
    // The newest reaches the followers of both, whichever made it; a slow reader may miss those between.
    await eventually('the last launch to be heard from both', () => followers.every(({ heard }) => heard.includes(7)));
    for (const { heard, stop } of followers) {
      expect(heard).toEqual(heard.toSorted((a, b) => a - b));
      stop();
    }
    expect((await count('composition')) - before.compositions).toBe(6);
    expect((await count('check_run')) - before.checks).toBe(6);
    expect((await ask(one, '{ auditVerdict { holds } }')).data.auditVerdict.holds).toBe(true);
  }, 120_000);

  test('take two versions of one subgraph at once: both are launched, and the later one stays', async () => {
    const versions = await Promise.all([
      publish(one, 'bins', sdlOf('bins', '"Colour." colour: String')),
      publish(other, 'bins', sdlOf('bins', '"Size." size: Int')).catch((error: unknown) => error),
    ]);
    const live = await ask(other, `{ variant(ref: "${ref}") { live { counter } parts { name sdl } } }`);
    const bins = live.data.variant.parts.find(({ name }: { name: string }) => name === 'bins').sdl as string;
    const accepted = versions.filter((version) => !(version instanceof Error) && (version as Published).accepted);
    // Whoever comes second takes the other's field away: with no use on record that is a break, and refused.
    expect(accepted).toHaveLength(1);
    expect(bins.includes('colour') !== bins.includes('size')).toBe(true);
    expect(live.data.variant.live.counter).toBe(8);
  }, 120_000);

  test('go on with one alone when the other is killed in the middle of its launch', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE registry.launch IN EXCLUSIVE MODE');
    const lost = publish(one, 'wells', sdlOf('wells')).catch(() => 'lost');
    await eventually('the first publication to wait in its transaction', async () => {
      const { rows } = await client.query<{ waiting: boolean }>(
        `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'registry.launch'::regclass) AS waiting`,
      );
      return rows[0]?.waiting;
    });
    const compositions = await count('composition');
    const second = publish(other, 'mills', sdlOf('mills'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // It waits for its turn: nothing has been composed for it.
    expect(await count('composition')).toBe(compositions);
    await one.kill();
    expect(await lost).toBe('lost');
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await second).toMatchObject({ accepted: true, launch: { counter: 9 } });

    one = await startRegistryProcess(environment);
    const { heard, stop } = follow(one);
    expect(await publish(one, 'wells', sdlOf('wells'))).toMatchObject({ accepted: true, launch: { counter: 10 } });
    await eventually('the launch to be heard', () => heard.includes(10));
    stop();
    expect((await ask(one, '{ auditVerdict { holds } }')).data.auditVerdict.holds).toBe(true);
  }, 120_000);
});
