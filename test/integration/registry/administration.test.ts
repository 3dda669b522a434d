import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';
import { citizensSdl, dogsSdl } from '../../testkit/registry-schemas.ts';

const [tested, live] = ['amtgraph@test', 'amtgraph@prod'];
const age = '"Years." age: Int';
let registry: TestRegistry;
let federal: string;
let chemnitz: string;
let admin: string;

const codeOf = ({ errors }: { errors?: { extensions?: { code?: string } }[] }) => errors?.[0]?.extensions?.code;

async function publish(token: string, ref: string, name: string, sdl: string) {
  const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) { publishSubgraphs(ref: $ref, subgraphs: $subgraphs) {
    accepted created changed launch { id counter } checks { id passed results { name status findings { key code severity message approvableBy approvedBy } } } } }`;
  const subgraphs = [{ name, url: `http://127.0.0.1:4001/${name}`, sdl }];
  const answer = await registry.ask(token, query, { ref, subgraphs });
  return { ...answer, outcome: answer.data?.publishSubgraphs };
}

async function published(
  token: string,
  ref: string,
  name: string,
  sdl: string,
): Promise<{ id: string; counter: number }> {
  const { outcome, errors } = await publish(token, ref, name, sdl);
  if (!outcome?.accepted) throw new Error(`${name} was refused: ${JSON.stringify(errors ?? outcome.checks)}`);
  return outcome.launch;
}

/** What another agency asks meanwhile. */
const smallQuestion = () => registry.smallQuestion(federal, 'federal-office');

const supergraphOf = async (ref: string) =>
  (await registry.ask(admin, `{ variant(ref: "${ref}") { live { counter supergraphSdl } } }`)).data.variant.live;

beforeAll(async () => {
  registry = await startTestRegistry();
  federal = await registry.token('federal-office');
  chemnitz = await registry.token('chemnitz');
  admin = await registry.token('chemnitz', 'ADMIN');
  for (const ref of [tested, live]) {
    await published(federal, ref, 'citizens', citizensSdl);
    await published(chemnitz, ref, 'dogs', dogsSdl(age));
  }
}, 120_000);
afterAll(() => registry?.close());

describe('tokens', () => {
  const create = (by: string, input: Record<string, unknown>) =>
    registry.ask(by, 'mutation ($input: TokenInput!) { createToken(input: $input) { text token { id role } } }', {
      input,
    });

  test('are made by admins for their own agency only, and never by what is bound to subgraphs', async () => {
    expect(codeOf(await create(chemnitz, { agency: 'chemnitz', role: 'READ', holder: 'x' }))).toBe('FORBIDDEN');
    expect(codeOf(await create(admin, { agency: 'federal-office', role: 'READ', holder: 'x' }))).toBe('FORBIDDEN');
    expect(codeOf(await create(admin, { role: 'ADMIN', holder: 'x' }))).toBe('FORBIDDEN');
    const bound = await registry.token('chemnitz', 'ADMIN', { subgraphs: ['dogs'] });
    expect(codeOf(await create(bound, { agency: 'chemnitz', role: 'ADMIN', holder: 'x' }))).toBe('FORBIDDEN');
    expect((await create(admin, { agency: 'chemnitz', role: 'READ', holder: 'CI' })).data.createToken.token.role).toBe(
      'READ',
    );
  });

  test('end when they are revoked or expire, and nobody sees those of others', () =>
    whileOthersAsk(smallQuestion, async () => {
      const made = (await create(admin, { agency: 'chemnitz', role: 'READ', holder: 'CI', days: 1 })).data.createToken;
      expect((await registry.ask(made.text, '{ viewer { holder lastUsedAt } }')).data.viewer.holder).toBe('CI');
      const foreign = await registry.token('federal-office', 'ADMIN');
      const revoke = `mutation { revokeToken(id: "${made.token.id}") { revokedAt } }`;
      expect(codeOf(await registry.ask(foreign, revoke))).toBe('NOT_FOUND');
      expect((await registry.ask(admin, revoke)).data.revokeToken.revokedAt).not.toBeNull();
      expect(codeOf(await registry.ask(made.text, '{ viewer { holder } }'))).toBe('UNAUTHENTICATED');
      const { data } = await registry.ask(foreign, '{ tokens { agency { slug } } }');
      expect(new Set(data.tokens.map(({ agency }: { agency: { slug: string } }) => agency.slug))).toEqual(
        new Set(['federal-office']),
      );
    }));

  test('are nowhere in the database', async () => {
    const client = new pg.Client({ connectionString: registry.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ line: string }>(
      'SELECT t::text AS line FROM registry.token t UNION ALL SELECT a::text FROM registry.audit a',
    );
    await client.end();
    const text = rows.map(({ line }) => line).join('\n');
    for (const token of [registry.root, chemnitz, admin]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(token.slice(-43));
    }
  });

  test('of the role gateway read no administration, and a reader changes nothing', async () => {
    const gateway = await registry.token(null, 'GATEWAY');
    expect(codeOf(await registry.ask(gateway, '{ agencies { slug } }'))).toBe('FORBIDDEN');
    const reader = await registry.token('chemnitz', 'READ');
    expect(codeOf(await publish(reader, tested, 'dogs', dogsSdl()))).toBe('FORBIDDEN');
    expect(codeOf(await registry.ask(reader, `mutation { rollback(ref: "${tested}") { id } }`))).toBe('FORBIDDEN');
    expect(codeOf(await registry.ask(undefined, '{ graphs { id } }'))).toBe('UNAUTHENTICATED');
  });
});

describe('an approval', () => {
  test('survives when the same change is checked again, and ends when it is taken back', async () => {
    const without = dogsSdl('"Colour." colour: String');
    const refused = await publish(chemnitz, tested, 'dogs', without);
    expect(refused.outcome.accepted).toBe(false);
    const [check] = refused.outcome.checks;
    const findings = check.results.flatMap(
      (result: { findings: { approvableBy: string[] | null; key: string }[] }) => result.findings,
    );
    const keys = findings.filter((f: { approvableBy: string[] | null }) => f.approvableBy?.includes('graph'));
    expect(keys).toHaveLength(1);
    const approve = (token: string) =>
      registry.ask(token, 'mutation ($input: ApprovalInput!) { approve(input: $input) { id agency } }', {
        input: { check: check.id, key: keys[0].key, note: 'Announced in spring.' },
      });
    expect(codeOf(await approve(admin))).toBe('FORBIDDEN');
    const { id } = (await approve(registry.root)).data.approve;
    // Elsewhere in the file something else changes: the finding is the same.
    const moved = without.replace('"Number on its tag."', '"Number on its tag, as it is stamped."');
    const check2 = `mutation ($subgraph: SubgraphInput!) { checkSubgraph(ref: "${tested}", subgraph: $subgraph) { passed } }`;
    const recheck = async () =>
      (await registry.ask(chemnitz, check2, { subgraph: { name: 'dogs', sdl: moved } })).data.checkSubgraph.passed;
    expect(await recheck()).toBe(true);
    expect(
      (await registry.ask(registry.root, `mutation { revokeApproval(id: "${id}") { revokedAt } }`)).errors,
    ).toBeUndefined();
    expect(await recheck()).toBe(false);
  });
});

describe('promotion and rollback', () => {
  test('in production need two people: the one who asked cannot approve, another can', async () => {
    const { id } = await published(chemnitz, tested, 'dogs', dogsSdl(`${age} "Race." race: String`));
    const erika = await registry.token(null, 'ADMIN', { holder: 'Erika' });
    const erikaAgain = await registry.token(null, 'ADMIN', { holder: 'Erika' });
    const max = await registry.token(null, 'ADMIN', { holder: 'Max' });
    const request = `mutation { requestPromotion(launch: "${id}", target: "prod") { id } }`;
    const promotion = (await registry.ask(erika, request)).data.requestPromotion.id;
    const decide = `mutation { decidePromotion(id: "${promotion}", approve: true) { accepted checks { passed } promotion { result { kind counter } } } }`;
    expect(codeOf(await registry.ask(admin, decide))).toBe('FORBIDDEN');
    expect(codeOf(await registry.ask(erika, decide))).toBe('FORBIDDEN');
    expect(codeOf(await registry.ask(erikaAgain, decide))).toBe('FORBIDDEN');
    const { data } = await registry.ask(max, decide);
    expect(data.decidePromotion).toMatchObject({
      accepted: true,
      promotion: { result: { kind: 'PROMOTE', counter: 3 } },
    });
    expect((await supergraphOf(live)).supergraphSdl).toContain('race: String');
    expect(codeOf(await registry.ask(max, decide))).toBe('CONFLICT');
  });

  test('brings an earlier supergraph back under a higher number, in one command', async () => {
    const before = await supergraphOf(live);
    const started = Date.now();
    const { data } = await registry.ask(
      registry.root,
      `mutation { rollback(ref: "${live}") { counter kind changed source { counter } diff { api { message } } } }`,
    );
    process.stdout.write(`a rollback took ${Date.now() - started} ms\n`);
    expect(data.rollback).toMatchObject({ kind: 'ROLLBACK', counter: before.counter + 1, changed: ['dogs'] });
    expect(data.rollback.diff.api).toEqual([{ message: "Field 'race' was removed from object type 'Dog'" }]);
    const after = await supergraphOf(live);
    expect(after.supergraphSdl).not.toContain('race: String');
    expect(after.counter).toBe(before.counter + 1);
  });

  test('by an agency never takes back what others published', async () => {
    const first = (await registry.ask(admin, `{ variant(ref: "${live}") { launches { id counter } } }`)).data.variant
      .launches;
    const { id } = first.find(({ counter }: { counter: number }) => counter === 2);
    const more = citizensSdl.replace('"How they', '"Where they live." town: String @authenticated\n  "How they');
    await published(federal, live, 'citizens', more);
    const answer = await registry.ask(admin, `mutation { rollback(ref: "${live}", launch: "${id}") { id } }`);
    expect(codeOf(answer)).toBe('FORBIDDEN');
    expect(answer.errors?.[0]?.message).toContain('citizens');
  });
});

describe('usage', () => {
  const day = new Date().toISOString().slice(0, 10);
  const send = (token: string, body: unknown) =>
    fetch(`${registry.url}/usage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });

  test('is counted once for each batch, and shows who uses what and what nobody uses', async () => {
    const gateway = await registry.token(null, 'GATEWAY');
    const batch = {
      id: crypto.randomUUID(),
      graph: live,
      entries: [
        { day, client: 'app', requests: 7, coordinates: { 'Query.me': 7, 'Citizen.dogs': 5, 'Dog.name': 5 } },
        { day, client: 'kiosk', requests: 2, coordinates: { 'Query.me': 2 } },
      ],
    };
    for (let time = 0; time < 3; time += 1) expect((await send(gateway, batch)).status).toBe(204);
    const { data } = await registry.ask(
      admin,
      `{ variant(ref: "${live}") { usage(coordinate: "Query.me") { client count } clients { client requests } unusedFields { coordinate owner { slug } } } }`,
    );
    expect(data.variant.usage).toEqual([
      { client: 'app', count: 7 },
      { client: 'kiosk', count: 2 },
    ]);
    expect(data.variant.clients).toEqual([
      { client: 'app', requests: 7 },
      { client: 'kiosk', requests: 2 },
    ]);
    expect(data.variant.unusedFields).toContainEqual({ coordinate: 'Dog.tag', owner: { slug: 'chemnitz' } });
    expect(data.variant.unusedFields).not.toContainEqual(expect.objectContaining({ coordinate: 'Dog.name' }));
  });

  test('is taken from gateways only, and from nobody who sends something else', async () => {
    const gateway = await registry.token(null, 'GATEWAY');
    const entry = { day, client: 'app', requests: 1, coordinates: { 'Query.me': 1 } };
    expect((await send(chemnitz, { id: crypto.randomUUID(), graph: live, entries: [entry] })).status).toBe(403);
    for (const entries of [
      [{ ...entry, coordinates: { 'DROP TABLE': 1 } }],
      [{ ...entry, coordinates: { 'Query.me': -1 } }],
      [{ ...entry, day: 'today' }],
    ]) {
      expect((await send(gateway, { id: crypto.randomUUID(), graph: live, entries })).status).toBe(400);
    }
  });
});

describe('ownership', () => {
  test('comes with the first publication and is handed over by the owner alone', async () => {
    const { data } = await registry.ask(
      admin,
      '{ graph(id: "amtgraph") { ownership(agency: "chemnitz", prefix: "Dog") { coordinate } } }',
    );
    expect(data.graph.ownership.map(({ coordinate }: { coordinate: string }) => coordinate)).toEqual(
      expect.arrayContaining(['Dog', 'Dog.tag', 'Dog.name']),
    );
    const give =
      'mutation { transferOwnership(graph: "amtgraph", coordinates: ["Dog.name"], to: "federal-office") { agency { slug } } }';
    expect(codeOf(await registry.ask(await registry.token('federal-office', 'ADMIN'), give))).toBe('FORBIDDEN');
    expect((await registry.ask(admin, give)).data.transferOwnership).toEqual([{ agency: { slug: 'federal-office' } }]);
  });
});

describe('the audit log', () => {
  test('holds, takes no change through the service, and shows one that was made around it', () =>
    whileOthersAsk(smallQuestion, async () => {
      const verdict = async () =>
        (await registry.ask(registry.root, '{ auditVerdict { holds brokenAt entries reason } }')).data.auditVerdict;
      expect(await verdict()).toMatchObject({ holds: true });
      const client = new pg.Client({ connectionString: registry.databaseUrl });
      await client.connect();
      try {
        for (const statement of [
          `UPDATE registry.audit SET text = '{}' WHERE sequence = 3`,
          'DELETE FROM registry.audit WHERE sequence = 3',
          'TRUNCATE registry.audit',
          `UPDATE registry.launch SET seal = ''`,
          `UPDATE registry.subgraph_version SET sdl = ''`,
        ]) {
          await expect(client.query(statement)).rejects.toThrow('is written once');
        }
        await client.query('ALTER TABLE registry.audit DISABLE TRIGGER audit_is_written_once');
        await client.query(
          `UPDATE registry.audit SET text = replace(text, 'registry', 'somebody') || ' ' WHERE sequence = 3`,
        );
        expect(await verdict()).toMatchObject({ holds: false, brokenAt: 3, entries: 2 });
        await client.query('DELETE FROM registry.audit WHERE sequence = 3');
        expect(await verdict()).toMatchObject({ holds: false, brokenAt: 3, reason: 'entry 3 is missing' });
      } finally {
        await client.end();
      }
    }));

  test('shows an agency its own entries only', async () => {
    const { data } = await registry.ask(admin, '{ audit(first: 100) { agency action } }');
    expect(new Set(data.audit.map(({ agency }: { agency: string }) => agency))).toEqual(new Set(['chemnitz']));
  });
});
