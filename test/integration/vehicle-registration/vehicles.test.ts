import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serviceId } from '../../../subgraphs/kit/data/stable-id.ts';
import { createVehicleRegistration } from '../../../subgraphs/vehicle-registration/subgraph.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';
import { openVehicleDatabase, vehicleRow } from './vehicle-rows.ts';

let subgraph: TestSubgraph;
const asErika = { sub: 'sector-erika', cid: 'handle-erika', scope: 'vehicles:read' };
const asMax = { sub: 'sector-max', cid: 'handle-max', scope: 'vehicles:read' };

const ofErika = { keeper: asErika.sub };
const rows = [
  vehicleRow(100, { ...ofErika, keeper_since: '2019-01-01', season_from: 4, season_to: 10 }),
  vehicleRow(200, { ...ofErika, keeper_since: '2021-01-01', inspection_due_on: '2026-02-28', plate_suffix: 'E' }),
  vehicleRow(300, { ...ofErika, keeper_since: '2021-01-01', deregistered_on: '2025-06-01' }),
  vehicleRow(400, { ...ofErika, keeper_since: '2018-05-01', deregistered_on: '2019-02-28' }),
  vehicleRow(500, { keeper: asMax.sub }),
];
const [seasonal, overdue, off, longOff, foreign] = rows.map(({ id }) => id);

const list = `query ($id: ID!, $first: Int! = 10, $after: String, $filter: VehicleFilter, $orderBy: VehicleOrder! = KEEPER_SINCE_DESC) {
  _entities(representations: [{ __typename: "Citizen", id: $id }]) { ... on Citizen {
    vehicles(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id plate status } pageInfo { hasNextPage endCursor } } } }
}`;

const clock = () => new Date('2026-03-01T11:00:00Z');

beforeAll(async () => {
  subgraph = await startTestSubgraph(createVehicleRegistration({ clock }));
  const db = openVehicleDatabase(subgraph.databaseUrl);
  await db.insertInto('vehicle').values(rows).execute();
  await db.destroy();
});
afterAll(() => subgraph.close());

async function listFor(caller: typeof asErika, variables: Record<string, unknown> = {}) {
  const { data, errors } = await subgraph.ask(caller, list, { id: caller.cid, ...variables });
  expect(errors).toBeUndefined();
  return data._entities[0].vehicles;
}
const platesOf = ({ nodes }: { nodes: { plate: string }[] }) => nodes.map(({ plate }) => plate);

describe("a citizen's vehicles", () => {
  test('are their own, in the order asked for', async () => {
    expect(platesOf(await listFor(asMax))).toEqual(['L AB 500']);
    expect(platesOf(await listFor(asErika, { orderBy: 'KEEPER_SINCE_ASC' }))[0]).toBe('L AB 400');
    expect(platesOf(await listFor(asErika, { orderBy: 'PLATE_ASC' }))).toEqual([
      'L AB 100',
      'L AB 200E',
      'L AB 300',
      'L AB 400',
    ]);
    expect(platesOf(await listFor(asErika, { orderBy: 'INSPECTION_DUE_ON_ASC' }))[0]).toBe('L AB 200E');
  });

  test.each(['KEEPER_SINCE_ASC', 'KEEPER_SINCE_DESC', 'PLATE_ASC', 'INSPECTION_DUE_ON_ASC'])(
    'can be paged through without gaps or repetitions in the order %s, also where days are equal',
    async (orderBy) => {
      const all = platesOf(await listFor(asErika, { orderBy }));
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: { nodes: { plate: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
          await listFor(asErika, { first: 1, after, orderBy });
        seen.push(...platesOf(page));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(all);
      expect(seen).toHaveLength(4);
    },
  );

  test('can be filtered by status and by a plate as people write it', async () => {
    const off = await listFor(asErika, { filter: { status: 'OFF_THE_ROAD' }, orderBy: 'PLATE_ASC' });
    expect(platesOf(off)).toEqual(['L AB 300', 'L AB 400']);
    for (const plate of ['l-ab 200e', 'LAB200E'])
      expect(platesOf(await listFor(asErika, { filter: { plate } }))).toEqual(['L AB 200E']);
    expect(platesOf(await listFor(asErika, { filter: { plate: 'L AB 500' } }))).toEqual([]);
  });

  test('a plate that is none is refused in the language of the caller', async () => {
    const variables = { id: asErika.cid, filter: { plate: 'L AB 0123' } };
    for (const [language, message] of [
      ['de-DE,de;q=0.9', 'Die Zahl beginnt nicht mit einer Null.'],
      ['en-GB', 'The number does not start with a zero.'],
    ] as const) {
      const { errors } = await subgraph.ask(asErika, list, variables, { 'accept-language': language });
      expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

describe('what is not the caller’s is like what does not exist', () => {
  const byId = 'query ($id: ID!) { vehicle(id: $id) { id plate vin } }';
  const entities = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Vehicle { id vin } ... on Citizen { id } } }`;

  test('by id at the root', async () => {
    expect((await subgraph.ask(asErika, byId, { id: seasonal })).data.vehicle.plate).toBe('L AB 100');
    for (const id of [foreign, '00000000-0000-4000-8000-000000000000', 'L AB 500', "' OR true --"])
      expect(await subgraph.ask(asErika, byId, { id })).toEqual({ status: 200, data: { vehicle: null } });
    expect((await subgraph.ask({ scope: 'vehicles:read' }, byId, { id: seasonal })).data).toEqual({ vehicle: null });
  });

  test('by reference, in a batch that keeps its order', async () => {
    const ids = [foreign, seasonal, 'nonsense', overdue];
    const representations = [
      ...ids.map((id) => ({ __typename: 'Vehicle', id })),
      { __typename: 'Citizen', id: asMax.cid },
    ];
    const { data, errors } = await subgraph.ask(asErika, entities, { representations });
    expect(errors).toBeUndefined();
    expect(data._entities.map((entity: { id: string } | null) => entity?.id ?? null)).toEqual([
      null,
      seasonal,
      null,
      overdue,
      null,
    ]);
  });

  test('and without an assertion there is nothing at all', async () => {
    expect((await subgraph.ask(null, byId, { id: seasonal })).status).toBe(401);
  });
});

test('a vehicle has its parts: plate, season, days, and its authority by area', async () => {
  const query = `query ($id: ID!) { vehicle(id: $id) {
    plateParts { district letters number suffix season { fromMonth toMonth } }
    vin make model hsn tsn firstRegisteredOn inspectionDueOn keeperSince status deregisteredOn authority { ags } } }`;
  const { data } = await subgraph.ask(asErika, query, { id: seasonal });
  expect(data.vehicle).toEqual({
    plateParts: { district: 'L', letters: 'AB', number: 100, suffix: null, season: { fromMonth: 4, toMonth: 10 } },
    vin: 'WXXZZZ00Z00000100',
    make: 'Opel',
    model: 'Corsa',
    hsn: '0035',
    tsn: 'BEG',
    firstRegisteredOn: '2018-05-01',
    inspectionDueOn: '2027-05-31',
    keeperSince: '2019-01-01',
    status: 'REGISTERED',
    deregisteredOn: null,
    authority: { ags: '14713000' },
  });
});

const codes = (procedure: { blockedBy: { code: string }[] } | undefined) =>
  procedure?.blockedBy.map(({ code }) => code);

describe('the procedures of a vehicle', () => {
  const query = `query ($id: ID!) { vehicle(id: $id) {
    availableProcedures { kind isAvailable service { id } blockedBy { code message remedy } } } }`;
  async function proceduresOf(id: string | undefined, caller: object = asErika, language = 'de') {
    const { data } = await subgraph.ask({ ...asErika, ...caller }, query, { id }, { 'accept-language': language });
    const procedures: { kind: string; isAvailable: boolean; blockedBy: { code: string; remedy: string }[] }[] =
      data.vehicle.availableProcedures;
    return new Map(procedures.map((procedure) => [procedure.kind, procedure]));
  }

  test('are all named, open or blocked, with the service of the directory', async () => {
    const procedures = await proceduresOf(seasonal);
    expect([...procedures.keys()]).toHaveLength(6);
    expect(procedures.get('DE_REGISTRATION')).toEqual({
      kind: 'DE_REGISTRATION',
      isAvailable: true,
      service: { id: serviceId('99036008070003') },
      blockedBy: [],
    });
    expect(codes(procedures.get('RE_REGISTRATION'))).toEqual(['VEHICLE_REGISTERED']);
  });

  test('are blocked by what the register knows on this day', async () => {
    expect(codes((await proceduresOf(overdue)).get('ADDRESS_CHANGE_PLATE_KEPT'))).toEqual(['INSPECTION_OVERDUE']);
    expect(codes((await proceduresOf(off)).get('RE_REGISTRATION'))).toEqual([]);
    expect(codes((await proceduresOf(off)).get('DE_REGISTRATION'))).toEqual(['VEHICLE_OFF_THE_ROAD']);
    expect(codes((await proceduresOf(longOff)).get('RE_REGISTRATION'))).toEqual(['OFF_THE_ROAD_TOO_LONG']);
  });

  test('need the eID, and say so in the language of the caller; since stage 4 the codes are enough to de-register', async () => {
    const low = await proceduresOf(seasonal, { acr: 'SUBSTANTIAL' }, 'en');
    expect(low.get('DE_REGISTRATION')).toMatchObject({ isAvailable: true });
    expect(low.get('ADDRESS_CHANGE_PLATE_KEPT')).toMatchObject({
      isAvailable: false,
      blockedBy: [{ code: 'ASSURANCE_TOO_LOW', remedy: 'Log in with the eID of your identity card.' }],
    });
    const german = await proceduresOf(seasonal, { acr: 'NORMAL' });
    expect(german.get('ADDRESS_CHANGE_PLATE_KEPT')?.blockedBy[0]?.remedy).toBe(
      'Melden Sie sich mit dem Online-Ausweis an.',
    );
  });
});
