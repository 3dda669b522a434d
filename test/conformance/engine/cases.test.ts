import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { abstract } from '../../testkit/supergraphs/abstract/graph.ts';
import { agency } from '../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../testkit/supergraphs/compose.ts';
import { context } from '../../testkit/supergraphs/context/graph.ts';
import { type FaultPlan, NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import type { FederatedGraph, Row } from '../../testkit/supergraphs/federated-graph.ts';
import { type InProcessTransport, inProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { requires } from '../../testkit/supergraphs/requires/graph.ts';
import { shapes } from '../../testkit/supergraphs/shapes/graph.ts';
import { engineUnderTest } from './engine-under-test.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';

/** Which labels and percentage of progressive `@override` the next request has. */
let percentage = 100;
const engines = new Map<FederatedGraph, { engine: GatewayUnderTest; transport: InProcessTransport }>();

beforeAll(async () => {
  for (const graph of [agency, abstract, requires, context, shapes]) {
    const transport = inProcessTransport(graph);
    const engine = await engineUnderTest(compose(graph), transport, { overridesFor: () => ({ percentage }) });
    engines.set(graph, { engine, transport });
  }
}, 300_000);
afterAll(async () => {
  for (const { engine } of engines.values()) await engine.close();
});

async function ask(graph: FederatedGraph, query: string, variables: Row = {}, faults: Partial<FaultPlan> = {}) {
  const there = engines.get(graph);
  if (!there) throw new Error(`expected an engine over ${graph.name}`);
  there.transport.plan = { ...NO_FAULTS, ...faults };
  there.transport.requests.length = 0;
  const { data, errors } = await there.engine.run({ query, variables });
  return {
    data,
    errors: (errors ?? []).map(({ path }) => (path ?? ['?']).join('.')),
    asked: [...new Set(there.transport.requests.map(({ subgraph }) => subgraph))],
  };
}

async function dataOf(graph: FederatedGraph, query: string, variables: Row = {}) {
  const { data, errors } = await ask(graph, query, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('response names', () => {
  test('a client alias that hides an entity key does not change which entity is fetched', async () => {
    expect(
      await dataOf(agency, '{ vehicle(id: "v1") { id: plate openFees { id: status } keeper { id: permit { id } } } }'),
    ).toEqual({
      vehicle: { id: 'BH AB 12', openFees: [{ id: 'OPEN' }, { id: 'OVERDUE' }], keeper: { id: { id: 'permit-c1' } } },
    });
  });

  test('a client alias __typename is an ordinary response name, also where a fragment is matched', async () => {
    expect(
      await dataOf(
        agency,
        '{ payment(id: "y2") { subject { __typename: __typename ... on Appointment { __typename status } } payer { __typename: assurance vehicles { id } } } }',
      ),
    ).toEqual({
      payment: {
        subject: { __typename: 'Appointment', status: 'CONFIRMED' },
        payer: { __typename: 'HIGH', vehicles: [{ id: 'v1' }, { id: 'v2' }] },
      },
    });
  });

  test('aliases that are prototype properties or a planner’s own names come back as they were asked', async () => {
    const data = await dataOf(
      agency,
      '{ me { __proto__: id constructor: assurance _entities: vehicles { toString: plate representations: openFees { _internal_qp_alias_0: id } } } }',
    );
    expect(JSON.stringify(data)).toBe(
      '{"me":{"__proto__":"c1","constructor":"HIGH","_entities":[{"toString":"BH AB 12","representations":[{"_internal_qp_alias_0":"f1"},{"_internal_qp_alias_0":"f2"}]},{"toString":"BH CD 34","representations":[]}]}}',
    );
  });

  test('one response name has different fields and types in disjoint fragments', async () => {
    const query = `{ ledger { subject {
      ... on Vehicle { what: model { label: maker } }
      ... on Appointment { what: office { label: name } }
      ... on Fee { what: amount { formatted } }
    } } }`;
    expect(await dataOf(agency, query)).toEqual({
      ledger: [
        { subject: { what: { formatted: '9,90 EUR' } } },
        { subject: null },
        { subject: { what: { label: 'Bürgerbüro Mitte' } } },
        { subject: { what: { label: 'Wanderer' } } },
      ],
    });
  });

  test('one response name has different calls for types that a subgraph knows as one interface object', async () => {
    const query =
      '{ publications { ... on Law { rating(scale: 3) } ... on Notice { rating(scale: 4) } ... on Form { rating } } }';
    expect(await dataOf(abstract, query)).toEqual({
      publications: [{ rating: 1.5 }, { rating: null }, { rating: 1 }, { rating: null }, null],
    });
  });

  test('keys come in the order in which the operation asks for them', async () => {
    const data = await dataOf(
      agency,
      '{ me { vehicles(first: 1) { openFees { id } plate } payments { total { amount } } assurance id } }',
    );
    expect(JSON.stringify(data)).toBe(
      '{"me":{"vehicles":[{"openFees":[{"id":"f1"},{"id":"f2"}],"plate":"BH AB 12"}],"payments":{"total":{"amount":6490}},"assurance":"HIGH","id":"c1"}}',
    );
  });
});

describe('failures', () => {
  test('the error’s path leads through entity hops, list indices and aliases', async () => {
    const { data, errors } = await ask(
      agency,
      '{ us: citizens(first: 2) { cars: vehicles { bill: openFees { state: status } } } }',
      {},
      { fields: [{ coordinate: 'Vehicle.openFees', kind: 'throws', half: 1 }] },
    );
    expect({ data, errors }).toEqual({
      data: { us: [{ cars: null }, { cars: null }] },
      errors: ['us.0.cars.0.bill', 'us.1.cars.0.bill'],
    });
  });

  test('null rises over a subgraph’s boundary to the next nullable field and no further', async () => {
    const { data, errors } = await ask(
      agency,
      '{ me { id payments { nodes { id payer { name { given } } } total { amount } } } }',
      {},
      { fields: [{ coordinate: 'PersonName.given', kind: 'null', half: 'all' }] },
    );
    expect(data).toEqual({ me: { id: 'c1', payments: { nodes: [null, null], total: { amount: 6490 } } } });
    expect(errors).toEqual(['me.payments.nodes.0.payer.name.given', 'me.payments.nodes.1.payer.name.given']);
  });

  test('a subgraph that is down costs its own fields, each with one error', async () => {
    const { data, errors } = await ask(
      agency,
      '{ me { name { full } payments { total { amount } } vehicles(first: 1) { plate openFees { id } } } }',
      {},
      { unavailable: ['payments'] },
    );
    expect(data).toEqual({ me: { name: { full: 'Ada Beispiel' }, payments: null, vehicles: null } });
    expect(errors).toEqual(['me.payments', 'me.vehicles.0.openFees']);
  });

  test('a list of entities that is one short is not trusted', async () => {
    const { data, errors } = await ask(
      agency,
      '{ vehicles { plate keeper { assurance } } }',
      {},
      { shortEntities: ['identity'] },
    );
    expect(data).toEqual({
      vehicles: [
        { plate: 'BH AB 12', keeper: null },
        { plate: 'BH CD 34', keeper: null },
        { plate: 'MU EF 56', keeper: null },
        null,
      ],
    });
    expect(errors).toEqual([
      'vehicles.0.keeper.assurance',
      'vehicles.1.keeper.assurance',
      'vehicles.2.keeper.assurance',
    ]);
  });

  test('fields of an entity that its subgraph does not know are null, with an error only where null may not be', async () => {
    const faults: Partial<FaultPlan> = { forgetful: [{ subgraph: 'directory', half: 1 }] };
    expect(await ask(agency, '{ payment(id: "y1") { authority { id level } } }', {}, faults)).toMatchObject({
      data: { payment: { authority: { id: 'a2', level: null } } },
      errors: [],
    });
    expect(await ask(agency, '{ payment(id: "y1") { authority { id name } } }', {}, faults)).toMatchObject({
      data: { payment: { authority: null } },
      errors: ['payment.authority.name'],
    });
  });

  test('what a required field’s failure takes away is told where it is missing', async () => {
    const { data, errors } = await ask(
      requires,
      '{ product(id: "g1") { id toAmerica } }',
      {},
      { unavailable: ['pricing'] },
    );
    expect({ data, errors }).toEqual({
      data: { product: { id: 'g1', toAmerica: null } },
      errors: ['product.toAmerica'],
    });
  });
});

describe('entities', () => {
  test('@requires sends the value for its own arguments, beside another field’s and the client’s', async () => {
    expect(
      await dataOf(requires, '{ product(id: "g1") { toSwitzerland toAmerica price(currency: EUR) weight } }'),
    ).toEqual({
      product: { toSwitzerland: 'CHF 20, 500 g', toAmerica: 'USD 80', price: 10, weight: 0.5 },
    });
  });

  test('@requires reaches into objects and lists with nulls in them', async () => {
    expect(await dataOf(requires, '{ products { box bundle } }')).toEqual({
      products: [
        { box: 'box {"width":2,"height":1}', bundle: '"Seal" at 25; ; null at null' },
        { box: 'box null', bundle: '"Plate" at 10; "Plate" at 10' },
        { box: 'box {"width":9,"height":null}', bundle: '' },
        null,
      ],
    });
  });

  test('a key whose halves are in two subgraphs is put together over two hops, in nested lists with nulls', async () => {
    expect(await dataOf(requires, '{ parcels { status history } }')).toEqual({
      parcels: [
        [{ status: 'SENT', history: ['PACKED', 'SENT'] }, null],
        [],
        [
          { status: 'LOST', history: ['PACKED', 'LOST'] },
          { status: 'SENT', history: ['PACKED', 'SENT'] },
        ],
      ],
    });
  });

  test('a composite key with a nested object finds its entity', async () => {
    expect(await dataOf(requires, '{ products { maker { staff site { city } } } }')).toEqual({
      products: [
        { maker: { staff: 12, site: { city: 'Dresden' } } },
        { maker: { staff: null, site: { city: null } } },
        { maker: null },
        null,
      ],
    });
  });

  test('@provides saves the hop to the owner', async () => {
    const { data, asked } = await ask(requires, '{ offer { product { name } } }');
    expect({ data, asked }).toEqual({ data: { offer: { product: { name: 'Plate' } } }, asked: ['pricing'] });
  });

  test('a field moved by @override is asked of its new owner only', async () => {
    const { data, asked } = await ask(requires, '{ product(id: "g1") { stock } }');
    expect({ data, asked }).toEqual({ data: { product: { stock: 4 } }, asked: ['goods', 'pricing'] });
  });

  test('a progressive @override asks the new owner for the requests in its percentage, the old one for the rest', async () => {
    percentage = 10;
    const inside = await ask(requires, '{ product(id: "g1") { reserved } }');
    percentage = 90;
    const outside = await ask(requires, '{ product(id: "g1") { reserved } }');
    percentage = 100;
    expect(inside).toEqual({ data: { product: { reserved: 3 } }, errors: [], asked: ['goods', 'pricing'] });
    expect(outside).toEqual({ data: { product: { reserved: 3 } }, errors: [], asked: ['goods'] });
  });

  test('an argument from a context has the value of the object that it is below', async () => {
    expect(await dataOf(context, '{ tenants { id forms { title pages } } }')).toEqual({
      tenants: [
        {
          id: 't1',
          forms: [
            { title: 'Antrag', pages: 2 },
            { title: 'Widerspruch', pages: 2 },
          ],
        },
        { id: 't2', forms: [{ title: 'Demande', pages: 2 }] },
        { id: 't3', forms: [{ title: 'Objection', pages: 2 }, null] },
      ],
    });
  });
});

describe('abstract types', () => {
  test('an interface object that cannot be resolved further tells its concrete type and fields', async () => {
    expect(await dataOf(abstract, '{ loans { days what { __typename title ... on Notice { expiresOn } } } }')).toEqual({
      loans: [
        { days: 14, what: { __typename: 'Notice', title: 'Closed on Friday', expiresOn: '2026-05-01' } },
        { days: 3, what: { __typename: 'Law', title: 'Registration Act' } },
        { days: 1, what: null },
      ],
    });
  });

  test('a union of which each subgraph knows a part is right in every position', async () => {
    expect(
      await dataOf(
        abstract,
        '{ items { __typename ... on Law { archiveNumber } ... on Box { label } } box { content { __typename ... on Law { section } ... on Box { label } } } }',
      ),
    ).toEqual({
      items: [
        { __typename: 'Law', archiveNumber: 'No. l1' },
        { __typename: 'Law', archiveNumber: 'No. l2' },
        { __typename: 'Notice' },
      ],
      box: {
        content: [
          { __typename: 'Law', section: 12 },
          { __typename: 'Box', label: 'B-2' },
          { __typename: 'Law', section: 3 },
        ],
      },
    });
  });

  test('a fragment on another interface gives its fields where every type of the position implements that one', async () => {
    expect(await dataOf(shapes, '{ desks { ... on Place { id name } } }')).toEqual({
      desks: [
        [{ id: '1', name: 'Registry\u2028office' }],
        [
          { id: '3', name: 'Cash desk' },
          { id: '1', name: 'Registry\u2028office' },
        ],
      ],
    });
  });

  test('an enum value and a union member that clients may not see are null, which is no failure', async () => {
    const { data, errors } = await ask(abstract, '{ drafts anything { __typename ... on Person { name } } }');
    expect(data).toEqual({
      drafts: ['FINAL', null, 'DRAFT', 'FINAL'],
      anything: [{ __typename: 'Law' }, { __typename: 'Person', name: 'E. Sig' }, null, null],
    });
    expect(errors).toEqual([]);
  });

  test('an enum and an input object take only what every subgraph takes', async () => {
    expect(
      await dataOf(
        abstract,
        'query ($where: Where) { sorted(by: TITLE) { id } shelf(by: TITLE, where: $where) { ... on Box { label } } publications(where: $where) { id } }',
        { where: { text: 'Act' } },
      ),
    ).toEqual({
      sorted: [{ id: 'f1' }, { id: 'n1' }, { id: 'l2' }, { id: 'l1' }],
      shelf: [{ label: 'B-2' }],
      publications: [{ id: 'l1' }, { id: 'l2' }, null],
    });
  });

  test('fields of an interface object that require others are right for each type, also below itself', async () => {
    const query = '{ places { ... on Kiosk { greeting } peaks { near { greeting } visits { at { greeting } } } } }';
    const data = await dataOf(shapes, query);
    expect(data).toMatchObject({ places: [{ peaks: [[{ visits: [{}, {}] }, null], [], [{ near: null }]] }, {}, {}] });
    expect(data).toMatchObject({ places: [{}, { greeting: 'Welcome to null', peaks: null }, {}] });
  });

  test('a mutation begins when the one before it has all that it selects, also from other subgraphs', async () => {
    const { data } = await ask(shapes, 'mutation { rename(id: "1", name: "x") { greeting } strike(id: "w2") }');
    expect(data).toEqual({ rename: { greeting: 'Welcome to "x"' }, strike: 2 });
    const asked = engines
      .get(shapes)
      ?.transport.requests.map(({ subgraph, query }) => [subgraph, query.split(/[({]/)[0]]);
    expect(asked).toEqual([
      ['registry', 'mutation'],
      ['visiting', 'query'],
      ['visiting', 'mutation'],
    ]);
  });

  test('a condition that is given as null in place of its default is refused, for it decides nothing', async () => {
    const query = 'query ($v: Boolean = true) { publication(id: "l1") { title kind @skip(if: $v) } }';
    expect(await dataOf(abstract, query)).toEqual({ publication: { title: 'Registration Act' } });
    expect(await ask(abstract, query, { v: null })).toEqual({ data: undefined, errors: ['?'], asked: [] });
    const nested = 'query ($v: Boolean = false) { publication(id: "l1") { title ... @include(if: $v) { kind } } }';
    expect(await ask(abstract, nested, { v: null })).toEqual({ data: undefined, errors: ['?'], asked: [] });
  });

  test('what asks for delivery in parts is refused, for the schema offers neither @defer nor @stream', async () => {
    for (const query of ['{ ... @defer { drafts } }', '{ drafts @stream(initialCount: 1) }'])
      expect(await ask(abstract, query)).toEqual({ data: undefined, errors: ['?'], asked: [] });
  });

  test('@include and @skip on fragments decide which subgraphs are asked', async () => {
    const query =
      'query ($rated: Boolean!) { publication(id: "l1") { title ...R @include(if: $rated) ... @skip(if: $rated) { kind } } } fragment R on Publication { rating }';
    expect(await ask(abstract, query, { rated: true })).toEqual({
      data: { publication: { title: 'Registration Act', rating: 2.5 } },
      errors: [],
      asked: ['catalogue', 'ratings'],
    });
    expect(await ask(abstract, query, { rated: false })).toEqual({
      data: { publication: { title: 'Registration Act', kind: 'FINAL' } },
      errors: [],
      asked: ['catalogue'],
    });
  });
});
