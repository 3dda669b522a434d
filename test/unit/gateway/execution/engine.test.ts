import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EngineEvent, EngineOptions } from '../../../../gateway/execution/engine.ts';
import { engineUnderTest } from '../../../conformance/engine/engine-under-test.ts';
import type { GatewayUnderTest } from '../../../conformance/engine/gateway-under-test.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import type { ComposedGraph } from '../../../testkit/supergraphs/compose.ts';
import { NO_FAULTS } from '../../../testkit/supergraphs/faults.ts';
import { inProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';
import type { InProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';

let composed: ComposedGraph;
let transport: InProcessTransport;
let engine: GatewayUnderTest;
const events: EngineEvent[] = [];
const options: Partial<EngineOptions> = {
  onEvent: (event) => events.push(event),
  maskMessage: (message, subgraph) => (message.includes('injected') ? `${subgraph} had a problem` : message),
};

beforeAll(() => {
  composed = compose(agency);
});
beforeEach(async () => {
  transport = inProcessTransport(agency);
  engine = await engineUnderTest(composed, transport, options);
  events.length = 0;
});
afterEach(() => engine.close());

describe('an answer', () => {
  test('is put together from all subgraphs that have a part of it', async () => {
    const { data, errors } = await engine.run({
      query: '{ me { name { given } vehicles(first: 1) { plate } payments(first: 1) { nodes { id } } } }',
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ me: { name: { given: 'Ada' }, vehicles: [expect.anything()] } });
    expect(new Set(transport.requests.map(({ subgraph }) => subgraph))).toEqual(
      new Set(['identity', 'vehicle-registration', 'payments']),
    );
  });

  test('has the client’s names, also where an alias hides a key', async () => {
    const { data } = await engine.run({
      query: '{ me { id: assurance __typename: id vehicles(first: 1) { id: plate } } }',
    });
    expect(data).toEqual({ me: { id: 'HIGH', __typename: 'c1', vehicles: [{ id: expect.any(String) }] } });
  });

  test('asks for an entity once, however often it occurs', async () => {
    await engine.run({ query: '{ a: citizen(id: "c1") { permit { id } } b: citizen(id: "c1") { permit { id } } }' });
    const asked = transport.requests.filter(({ subgraph }) => subgraph === 'vehicle-registration');
    expect(asked.flatMap(({ variables }) => Object.values(variables ?? {}).flat())).toHaveLength(1);
  });

  test('has introspection beside data', async () => {
    const { data } = await engine.run({ query: '{ __typename __type(name: "Citizen") { kind } me { id } }' });
    expect(data).toEqual({ __typename: 'Query', __type: { kind: 'OBJECT' }, me: { id: 'c1' } });
  });

  test('leaves out what variables switch off, and does not ask for it', async () => {
    const query = 'query ($more: Boolean!) { me { id vehicles @include(if: $more) { plate } } }';
    const { data } = await engine.run({ query, variables: { more: false } });
    expect(data).toEqual({ me: { id: 'c1' } });
    expect(transport.requests.map(({ subgraph }) => subgraph)).toEqual(['identity']);
  });
});

describe('a variable with a name that every object inherits', () => {
  test('has no value where none is given', async () => {
    const { data, errors } = await engine.run({
      query: 'query ($toString: Int) { citizens(first: $toString) { id } }',
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ citizens: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }] });
  });

  test('has its default, also where it decides about a field', async () => {
    const query =
      'query ($valueOf: Boolean = true, $toString: Boolean = false) { me { id @include(if: $valueOf) vehicles @include(if: $toString) { plate } } }';
    expect(await engine.run({ query })).toEqual({ data: { me: { id: 'c1' } } });
  });
});

describe('a subgraph that fails', () => {
  test.each([
    ['at what was not asked for', ['nowhere']],
    ['at what was not asked for inside', ['nowhere', 0, 'x']],
    ['at something inside of what is not there', ['me', 'x']],
    ['at an entity, where none was asked for', ['_entities', 0]],
    ['nowhere', []],
  ])('leaves no null without an error, when its own error is %s', async (_, path) => {
    transport.fetch = async () => ({ data: { me: null }, errors: [{ message: 'injected', path }] });
    const { data, errors } = await engine.run({ query: '{ me { id } }' });
    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([{ path: expect.arrayContaining(['me']), extensions: { subgraph: 'identity' } }]);
  });

  test('cannot say what only the gateway says of a request', async () => {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
    transport.fetch = async () => ({ data: null, errors: [{ message: 'injected', path: ['me'], extensions }] });
    const { errors } = await engine.run({ query: '{ me { id } }' });
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });

  test('costs its own fields: an error at each, under the client’s names and with list indices', async () => {
    transport.plan = { ...NO_FAULTS, unavailable: ['vehicle-registration'] };
    const { data, errors } = await engine.run({
      query: '{ people: citizens(first: 2) { name { given } cars: vehicles { plate } } }',
    });
    expect(data).toMatchObject({ people: [{ name: { given: 'Ada' }, cars: null }, { cars: null }] });
    expect(errors).toMatchObject([
      { path: ['people', 0, 'cars'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'vehicle-registration' } },
      { path: ['people', 1, 'cars'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'vehicle-registration' } },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'fetched', failure: expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE' }) }),
    );
  });

  test('costs what needs it, too', async () => {
    transport.plan = { ...NO_FAULTS, unavailable: ['identity'] };
    const { data, errors } = await engine.run({ query: '{ me { vehicles { plate } } }' });
    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([{ path: ['me'] }]);
  });

  test('has its GraphQL errors at the client’s paths, with the message masked and the code kept', async () => {
    transport.plan = { ...NO_FAULTS, fields: [{ coordinate: 'Citizen.permit', kind: 'throws', half: 'all' }] };
    const { data, errors } = await engine.run({ query: '{ me { licence: permit { id } } }' });
    expect(data).toEqual({ me: { licence: null } });
    expect(errors).toMatchObject([
      {
        message: 'vehicle-registration had a problem',
        path: ['me', 'licence'],
        extensions: { code: 'INJECTED', subgraph: 'vehicle-registration' },
      },
    ]);
  });

  test('is believed in nothing when it answers for fewer entities than it was asked for', async () => {
    transport.plan = { ...NO_FAULTS, shortEntities: ['vehicle-registration'] };
    const { data, errors } = await engine.run({ query: '{ me { vehicles { plate } } }' });
    expect(data).toEqual({ me: { vehicles: null } });
    expect(errors).toMatchObject([{ path: ['me', 'vehicles'], extensions: { code: 'SUBGRAPH_BAD_RESPONSE' } }]);
  });

  test('makes the nearest nullable field null where it leaves out what may not be null', async () => {
    transport.plan = { ...NO_FAULTS, fields: [{ coordinate: 'Citizen.name', kind: 'null', half: 'all' }] };
    const { data, errors } = await engine.run({ query: '{ me { assurance name { given } } }' });
    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([
      { message: 'Cannot return null for non-nullable field Citizen.name.', path: ['me', 'name'] },
    ]);
  });
});

describe('an operation', () => {
  test('that expands beyond the limit is refused at once', async () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const next = level < 19 ? `...F${level + 1}` : 'id';
      return `fragment F${level} on Authority { a: parent { ${next} } b: parent { ${next} } }`;
    });
    const startedAt = performance.now();
    const { data, errors } = await engine.run({ query: `{ authorities { ...F0 } } ${levels.join(' ')}` });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'selections' } }]);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('with wrong variables is refused in graphql-js’ words', async () => {
    const { errors } = await engine.run({ query: 'query ($id: ID!) { citizen(id: $id) { id } }', variables: {} });
    expect(errors).toMatchObject([{ message: 'Variable "$id" of required type "ID!" was not provided.' }]);
  });

  test('is planned once for all who ask for it at a time', async () => {
    const query = '{ me { id } }';
    await Promise.all([engine.run({ query }), engine.run({ query }), engine.run({ query })]);
    expect(events.filter(({ kind }) => kind === 'planned')).toHaveLength(1);
  });

  test('that many send at a time for one caller asks the subgraph once', async () => {
    const query = '{ me { id } }';
    await engine.run({ query });
    transport.requests.length = 0;
    const answers = await Promise.all(Array.from({ length: 5 }, () => engine.run({ query })));
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ data: { me: { id: 'c1' } } })));
    expect(transport.requests).toHaveLength(1);
  });
});
