import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newToken } from '../../../schema/registry/domain/token-text.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { registrySettings, startRegistryProcess, type RegistryProcess } from '../../testkit/registry-process.ts';
import { dogsSdl } from '../../testkit/registry-schemas.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { eventually } from '../../testkit/system.ts';

const root = newToken().text;
/** Each version adds a field, so that none breaks the one before. */
const sdlOf = (version: number) =>
  dogsSdl(Array.from({ length: version + 1 }, (_, index) => `"Version ${index}." v${index}: Int`).join('\n  '));
let database: Awaited<ReturnType<typeof testDatabase>>;
let environment: Record<string, string>;
let registry: RegistryProcess;
let client: pg.Client;

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  askGraphql(`${registry.url}/graphql`, { query, variables }, { authorization: `Bearer ${root}` });

function publish(version: number) {
  const subgraphs = [{ name: 'dogs', url: 'http://127.0.0.1:4001/graphql', sdl: sdlOf(version), agency: 'chemnitz' }];
  const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) {
    publishSubgraphs(ref: $ref, subgraphs: $subgraphs) { accepted checks { results { findings { message } } } }
  }`;
  return ask(query, { ref: 'amtgraph@test', subgraphs });
}

/** What is on record: everything that one publication writes. */
async function record() {
  const one = async (query: string) => (await client.query<Record<string, unknown>>(query)).rows;
  return {
    heads: await one(
      'SELECT h.subgraph, v.sdl FROM registry.head h JOIN registry.subgraph_version v ON v.id = h.version',
    ),
    versions: await one('SELECT count(*)::int AS count FROM registry.subgraph_version'),
    live: await one(
      'SELECT v.counter, v.revision, l.counter AS of_launch, s.sdl FROM registry.variant v JOIN registry.launch l ON l.id = v.live_launch JOIN registry.supergraph s ON s.hash = l.supergraph',
    ),
    launches: await one('SELECT count(*)::int AS count FROM registry.launch'),
    inputs: await one('SELECT count(*)::int AS count FROM registry.launch_input'),
    checks: await one('SELECT count(*)::int AS count FROM registry.check_run'),
    audit: await one('SELECT count(*)::int AS count FROM registry.audit'),
    ownership: await one('SELECT count(*)::int AS count FROM registry.ownership'),
  };
}

beforeAll(async () => {
  database = await testDatabase('registry');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  environment = await registrySettings(database.url, root);
  registry = await startRegistryProcess(environment);
  for (const statement of [
    'createAgency(input: { slug: "chemnitz", name: "Chemnitz", level: MUNICIPAL, ags: "14511000", contact: "it@amt.example" }) { slug }',
    'createGraph(id: "amtgraph", title: "Amtgraph") { id }',
    'setVariant(input: { ref: "amtgraph@test", production: false }) { ref }',
  ]) {
    expect((await ask(`mutation { ${statement} }`)).errors).toBeUndefined();
  }
  expect((await publish(0)).data.publishSubgraphs.accepted).toBe(true);
}, 120_000);

afterAll(async () => {
  await registry?.kill();
  await client?.end();
  await database?.drop();
});

describe('a registry that is killed while it publishes', () => {
  // Each of these is written at another point of a publication; whoever holds it stops the publication right there.
  test.each([
    ['check_run', 1],
    ['subgraph_version', 2],
    ['variant', 3],
    ['head', 4],
    ['launch', 5],
    ['launch_input', 6],
    ['ownership', 7],
    ['audit', 8],
  ] as const)(
    'before it writes %s has changed nothing, and publishes when it is asked again',
    async (table, version) => {
      const before = await record();
      const holder = new pg.Client({ connectionString: database.url });
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query(`LOCK TABLE registry.${table} IN EXCLUSIVE MODE`);
      // The answer is lost with the process.
      const lost = publish(version).catch(() => 'lost');
      await eventually(`the publication to wait for ${table}`, async () => {
        const { rows } = await holder.query<{ waiting: boolean }>(
          `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'registry.${table}'::regclass) AS waiting`,
        );
        return rows[0]?.waiting;
      });
      await registry.kill();
      expect(await lost).toBe('lost');
      await holder.query('ROLLBACK');
      await holder.end();

      registry = await startRegistryProcess(environment);
      // Compositions are a cache; nothing else may be left of it.
      expect(await record()).toEqual(before);
      expect((await publish(version)).data.publishSubgraphs).toMatchObject({ accepted: true });
      const after = await record();
      expect(after.heads).toEqual([{ subgraph: 'dogs', sdl: sdlOf(version) }]);
      expect(after.live).toMatchObject([{ sdl: expect.stringContaining(`v${version}: Int`) }]);
      expect((await ask('{ auditVerdict { holds } }')).data.auditVerdict.holds).toBe(true);
    },
    180_000,
  );

  test('at any other moment shows either the old or the new supergraph, and what was confirmed is there', async () => {
    for (let version = 20; version < 26; version += 1) {
      const answer = publish(version).then(
        ({ data }) => data?.publishSubgraphs?.accepted === true,
        () => false,
      );
      // Spread over the time that a publication takes.
      await new Promise((resolve) => setTimeout(resolve, (version - 20) * 120));
      await registry.kill();
      const confirmed = await answer;
      registry = await startRegistryProcess(environment);
      const { heads, live } = await record();
      const isNew = JSON.stringify(heads).includes(`v${version}: Int`);
      expect({ version, kept: isNew || !confirmed }).toEqual({ version, kept: true });
      expect(JSON.stringify(live).includes(`v${version}: Int`)).toBe(isNew);
      expect(live[0]?.['counter']).toBe(live[0]?.['of_launch']);
      expect((await ask('{ auditVerdict { holds } }')).data.auditVerdict.holds).toBe(true);
      expect((await publish(version)).data.publishSubgraphs.accepted).toBe(true);
    }
  }, 300_000);
});
