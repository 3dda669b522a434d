import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { connectDatabase } from '../../../platform/database/connect.ts';
import { schemaOf } from '../../../platform/database/provision.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { readRoverConfig } from '../../../platform/rover-config.ts';
import { printSubgraph } from '../../../subgraphs/kit/schema/build-subgraph.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import { whileOthersAsk } from '../../testkit/others-served.ts';
import { askGraphql, startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { publicEntities, publicRootFields } from '../public-fields.ts';
import { entitiesOf, everythingOf, readSdl, representationsIn } from './everything.ts';
import { findSubgraphs } from './subgraphs.ts';

const subgraphs = await findSubgraphs();
/** Which subgraph an entity comes from; the others only extend or name it. */
const ownerOf: Record<string, string> = {
  Citizen: 'identity',
  Appointment: 'appointments',
  Office: 'appointments',
  Procedure: 'vehicle-registration',
  Vehicle: 'vehicle-registration',
  Payment: 'payments',
  Authority: 'directory',
  Service: 'directory',
};
const everyScope = ['profile', 'appointments', 'vehicles', 'payments']
  .flatMap((area) => [`${area}:read`, `${area}:write`])
  .join(' ');
const citizens = specimenCitizens({ count: 2, day: today() });

/** The fields, arguments and enum values of a type by their coordinates. */
function partsOf(type: GraphQLNamedType): { name: string; description?: string | null | undefined }[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({ name: `${type.name}.${name}`, description }));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, description }) => ({
      name: `${type.name}.${name}`,
      description,
    }));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    { name: `${type.name}.${name}`, description },
    ...args.map((argument) => ({ name: `${type.name}.${name}(${argument.name}:)`, description: argument.description })),
  ]);
}

const callerOf = (name: string) => (key: string, subject: string) => ({
  sub: name === 'identity' ? subject : `${name}-sector-${key}`,
  cid: `handle-${key}`,
  acr: 'HIGH' as const,
  scope: everyScope,
});

test('every subgraph of the project is in rover.yaml, and is found', () => {
  const listed = readRoverConfig(process.env).map(({ name }) => name);
  expect(listed.toSorted()).toEqual(subgraphs.map(({ name }) => name).toSorted());
});

describe.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))('%s', (name, subgraph) => {
  const statements: string[] = [];
  let running: TestSubgraph;
  let schema: GraphQLSchema;
  let entities: Map<string, string[]>;
  const [ofA, ofB] = citizens.map(({ key, subject }) => callerOf(name)(key, subject)) as [
    ReturnType<ReturnType<typeof callerOf>>,
    ReturnType<ReturnType<typeof callerOf>>,
  ];

  beforeAll(async () => {
    schema = readSdl(printSubgraph(subgraph));
    entities = entitiesOf(schema);
    running = await startTestSubgraph(subgraph, {
      // A busy machine shortens a connection's timeout for a request that is late; that is no query.
      onStatement: (sql) => void (sql.startsWith('SET statement_timeout') || statements.push(sql)),
    });
    const db = connectDatabase<unknown>({ url: running.databaseUrl, schema: schemaOf(name), applicationName: 'test' });
    await subgraph.seed?.(
      db,
      citizens.map((citizen) => ({ ...citizen, sub: callerOf(name)(citizen.key, citizen.subject).sub })),
    );
    await db.destroy();
  });
  afterAll(() => running?.close());

  const select = (type: string) => {
    const object = schema.getType(type);
    return isObjectType(object) ? everythingOf(object, schema, 4) : '{ __typename }';
  };
  const resolveAs = (caller: typeof ofA, representations: Record<string, unknown>[]) => {
    const types = [...new Set(representations.map((each) => String(each['__typename'])))];
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ${types.map((type) => `... on ${type} ${select(type)}`).join(' ')} } }`;
    return running.ask(caller, query, { r: representations });
  };
  const rootFields = () => Object.values(schema.getQueryType()?.getFields() ?? {});

  /** All that citizen A can see, from their own Citizen and from the root fields that need no argument. */
  async function everythingOfA(): Promise<unknown> {
    const answers: unknown[] = [];
    // What other subgraphs name by id (a vehicle in payments) is reached as the gateway reaches it: by reference.
    const vehicles = (citizens[0]?.vehicles ?? []).map(({ id }) => ({ __typename: 'Vehicle', id }));
    const starts = [{ __typename: 'Citizen', id: ofA.cid }, ...vehicles].filter((each) =>
      entities.has(each.__typename),
    );
    if (starts.length > 0) answers.push((await resolveAs(ofA, starts)).data);
    for (const field of rootFields().filter(
      (each) => !each.args.some(isRequiredArgument) && !each.name.startsWith('_'),
    )) {
      const type = String(field.type).replaceAll(/[[\]!]/g, '');
      answers.push((await running.ask(ofA, `{ ${field.name} ${select(type)} }`)).data);
    }
    return answers;
  }

  /** What somebody else asks meanwhile: citizen A, as far as this subgraph knows citizens. */
  async function smallQuestion(): Promise<void> {
    const representation = { __typename: 'Citizen', id: ofA.cid };
    if (!entities.has('Citizen'))
      return expect(await running.ask(ofA, '{ __typename }')).toMatchObject({ status: 200 });
    const { data } = await running.ask(
      ofA,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { id } } }',
      { r: [representation] },
    );
    expect(data._entities).toMatchObject([{ id: ofA.cid }]);
  }

  test('serves the SDL that is committed', () => {
    expect(readFileSync(projectFile('schema', 'subgraphs', `${name}.graphql`), 'utf8')).toBe(printSubgraph(subgraph));
  });

  test('describes every type, field, argument and enum value', () => {
    const missing = Object.values(schema.getTypeMap())
      .filter(
        (type) =>
          type.astNode && !type.name.startsWith('_') && !['Query', 'Mutation', 'Subscription'].includes(type.name),
      )
      .flatMap((type) => [{ name: type.name, description: type.description }, ...partsOf(type)])
      .filter(({ description }) => !description)
      .map((part) => part.name);
    expect(missing).toEqual([]);
  });

  test('guards every root field with a security directive, unless it is on the list of public ones', () => {
    const guards = new Set(['authenticated', 'requiresScopes', 'policy']);
    const open = ['Query', 'Mutation', 'Subscription'].flatMap((root) => {
      const type = schema.getType(root);
      const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
      return fields
        .filter(({ astNode }) => !astNode?.directives?.some((directive) => guards.has(directive.name.value)))
        .map((field) => field.name);
    });
    expect(open.filter((field) => !publicRootFields.has(field) && !field.startsWith('_'))).toEqual([]);
  });

  test('is nullable at every seam: root fields, entities of others, and what it adds to them', () => {
    const isAlien = (type: string) =>
      schema.getType(type)?.astNode?.directives?.some(({ name }) => name.value === 'key') && ownerOf[type] !== name;
    const seams = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => {
        const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
        const key = entities.get(type.name) ?? [];
        return Object.values(type.getFields())
          .filter((field) => !field.name.startsWith('_') && !key.includes(field.name))
          .filter(
            (field) =>
              isRoot ||
              (entities.has(type.name) && isAlien(type.name)) ||
              isAlien(String(field.type).replaceAll(/[[\]!]/g, '')),
          )
          .map((field) => ({ place: `${type.name}.${field.name}`, type: String(field.type) }));
      });
    expect(seams.filter(({ type }) => type.endsWith('!'))).toEqual([]);
  });

  test('gives its SDL and its health to anybody', async () => {
    const { status, data } = await running.ask(null, '{ _service { sdl } }');
    expect({ status, sdl: data._service.sdl.trim() }).toEqual({ status: 200, sdl: printSubgraph(subgraph).trim() });
    expect((await fetch(running.url.replace('/graphql', '/health'))).status).toBe(200);
    expect((await fetch(running.url.replace('/graphql', '/ready'))).status).toBe(200);
  });

  test.each([
    ['without an assertion', async () => ({})],
    [
      'with an expired assertion',
      async () => ({ 'x-amtgraph-caller': await running.sign({ ...ofA, aud: name, expiresIn: -120 }) }),
    ],
    [
      "with another subgraph's assertion",
      async () => ({ 'x-amtgraph-caller': await running.sign({ ...ofA, aud: 'another' }) }),
    ],
    [
      'with an assertion that lives too long',
      async () => ({
        'x-amtgraph-caller': await running.sign({ ...ofA, aud: name, issuedAgo: 300, expiresIn: 3_600 }),
      }),
    ],
    [
      'with a forged assertion',
      async () => ({ 'x-amtgraph-caller': `${(await running.sign({ ...ofA, aud: name })).slice(0, -6)}AAAAAA` }),
    ],
    ['with text for an assertion', async () => ({ 'x-amtgraph-caller': 'erika' })],
  ])('refuses a caller %s', async (_, headers) => {
    const query = '{ __typename _service { sdl } ... { __schema { queryType { name } } } }';
    const given = await headers();
    const answer = await whileOthersAsk(smallQuestion, () => askGraphql(running.url, { query }, given));
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(answer.data ?? null).toBeNull();
  });

  test('resolves every entity that a citizen can reach, in a batch as large as one', async () => {
    const found = representationsIn(await everythingOfA(), entities);
    for (const type of entities.keys()) {
      const representations = found.filter((each) => each['__typename'] === type);
      if (representations.length === 0) continue;
      const count = async (batch: typeof found) => {
        statements.length = 0;
        const { data, errors } = await running.ask(
          ofA,
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { __typename ${entities.get(type)?.join(' ')} } } }`,
          { r: batch },
        );
        expect(errors).toBeUndefined();
        expect(data._entities).toMatchObject(batch);
        return statements.length;
      };
      expect(await count(representations)).toBe(await count(representations.slice(0, 1)));
    }
  });

  test('knows nothing by a key that does not exist or is no key', async () => {
    for (const type of entities.keys()) {
      const [field = 'id'] = entities.get(type) ?? [];
      for (const key of ['00000000-0000-4000-8000-000000000000', "'; DROP TABLE x --", '']) {
        const { data } = await resolveAs(ofA, [{ __typename: type, [field]: key }]);
        expect(data._entities).toEqual([null]);
      }
    }
  });

  test("gives citizen B null for whatever is citizen A's, by reference and by root field", () =>
    whileOthersAsk(smallQuestion, async () => {
      const found = representationsIn(await everythingOfA(), entities).filter(
        (each) => !publicEntities.has(String(each['__typename'])),
      );
      const privateTypes = [...entities.keys()].filter((type) => !publicEntities.has(type));
      // The check would mean nothing for a type of which A has nothing.
      expect(new Set(found.map((each) => each['__typename']))).toEqual(new Set(privateTypes));
      const { data } = found.length > 0 ? await resolveAs(ofB, found) : { data: { _entities: [] } };
      expect(data._entities).toEqual(found.map(() => null));
      for (const field of rootFields().filter(
        ({ name: root, args }) => !publicRootFields.has(root) && args.some((arg) => arg.name === 'id'),
      )) {
        const type = String(field.type).replaceAll(/[[\]!]/g, '');
        for (const { id } of found.filter((each) => each['__typename'] === type)) {
          const answer = await running.ask(ofB, `query ($id: ID!) { ${field.name}(id: $id) { __typename } }`, { id });
          expect(answer.data).toEqual({ [field.name]: null });
        }
      }
    }));

  test("answers citizen B's own questions without a trace of citizen A", async () => {
    const ids = representationsIn(await everythingOfA(), entities)
      .filter((each) => !publicEntities.has(String(each['__typename'])))
      .map(({ id }) => String(id));
    const ofOthers: unknown[] = entities.has('Citizen')
      ? [(await resolveAs(ofB, [{ __typename: 'Citizen', id: ofB.cid }])).data]
      : [];
    for (const field of rootFields().filter(
      (each) => !each.args.some(isRequiredArgument) && !publicRootFields.has(each.name) && !each.name.startsWith('_'),
    )) {
      ofOthers.push(
        (await running.ask(ofB, `{ ${field.name} ${select(String(field.type).replaceAll(/[[\]!]/g, ''))} }`)).data,
      );
    }
    const text = JSON.stringify(ofOthers);
    expect(ids.filter((id) => text.includes(id))).toEqual([]);
  });
});
