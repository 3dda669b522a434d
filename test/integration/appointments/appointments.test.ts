import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDatabase } from '../../../platform/database/connect.ts';
import type { AppointmentsDatabase } from '../../../subgraphs/appointments/storage/database.ts';
import { appointments } from '../../../subgraphs/appointments/subgraph.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';

let subgraph: TestSubgraph;
const [erika, max] = specimenCitizens({ count: 2, day: today() }).map((citizen) => ({
  ...citizen,
  sub: `sector-${citizen.key}`,
}));
if (!erika || !max) throw new Error('two specimen citizens expected');
const asErika = { sub: erika.sub, cid: 'handle-erika', scope: 'appointments:read' };
const asMax = { sub: max.sub, cid: 'handle-max', scope: 'appointments:read' };

const list = `query ($representations: [_Any!]!, $first: Int! = 10, $after: String, $filter: AppointmentFilter, $orderBy: AppointmentOrder! = STARTS_AT_DESC) {
  _entities(representations: $representations) { ... on Citizen { appointments(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { id startsAt status service { id } office { name address { city } services { minutes } } } pageInfo { hasNextPage endCursor }
  } } }
}`;
const representations = (id: string) => [{ __typename: 'Citizen', id }];

beforeAll(async () => {
  subgraph = await startTestSubgraph(appointments);
  const db = connectDatabase<AppointmentsDatabase>({
    url: subgraph.databaseUrl,
    schema: 'appointments',
    applicationName: 'test',
  });
  await appointments.seed?.(db, [erika, max]);
  await appointments.seed?.(db, [erika, max]);
  await db.destroy();
});
afterAll(() => subgraph.close());

async function listFor(caller: typeof asErika, variables: Record<string, unknown> = {}) {
  const { data, errors } = await subgraph.ask(caller, list, {
    representations: representations(caller.cid),
    ...variables,
  });
  expect(errors).toBeUndefined();
  return data._entities[0].appointments;
}

describe("a citizen's appointments", () => {
  test('come with their service, office and town, latest first', async () => {
    const { nodes } = await listFor(asErika);
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes[0].office.address.city).toBe('Leipzig');
    expect(nodes[0].office.services[0].minutes).toBeGreaterThan(0);
    const times = nodes.map((node: { startsAt: string }) => node.startsAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('can be paged through without gaps or repetitions, in both orders', async () => {
    for (const orderBy of ['STARTS_AT_DESC', 'STARTS_AT_ASC']) {
      const all = await listFor(asErika, { first: 100, orderBy });
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = await listFor(
          asErika,
          { first: 1, after, orderBy },
        );
        seen.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(all.nodes.map(({ id }: { id: string }) => id));
    }
  });

  test('can be filtered by status and time', async () => {
    const { nodes } = await listFor(asErika, {
      filter: { startsFrom: new Date().toISOString(), statuses: ['CONFIRMED', 'CANCELLED'] },
    });
    expect(nodes.length).toBeGreaterThan(0);
    expect((await listFor(asErika, { filter: { statuses: [] } })).nodes).toEqual([]);
    const none = await listFor(asErika, { filter: { startsBefore: '2001-01-01T00:00:00Z' } });
    expect(none.nodes).toEqual([]);
  });

  test('are nobody else’s to see: another citizen’s handle gives null, one’s own appointments stay apart', async () => {
    const { data } = await subgraph.ask(asMax, list, { representations: representations('handle-erika') });
    expect(data._entities).toEqual([null]);
    const [ofErika, ofMax] = [await listFor(asErika), await listFor(asMax)];
    const ids = new Set(ofErika.nodes.map(({ id }: { id: string }) => id));
    expect(ofMax.nodes.some(({ id }: { id: string }) => ids.has(id))).toBe(false);
  });

  test('are null by id for anybody else, and for an id that does not exist or is none', async () => {
    const { nodes } = await listFor(asErika);
    const query = 'query ($id: ID!) { appointment(id: $id) { id status } }';
    expect((await subgraph.ask(asErika, query, { id: nodes[0].id })).data.appointment.id).toBe(nodes[0].id);
    for (const [caller, id] of [
      [asMax, nodes[0].id],
      [asErika, '00000000-0000-4000-8000-000000000000'],
      [asErika, "x' OR 1=1 --"],
    ]) {
      expect(await subgraph.ask(caller, query, { id })).toMatchObject({ status: 200, data: { appointment: null } });
    }
  });
});

describe('a request that cannot be met says why', () => {
  test.each([
    [{ first: 0 }, /from 1 to 100, but got 0/],
    [{ first: 101 }, /from 1 to 100, but got 101/],
    [{ after: 'nonsense' }, /expects a cursor that this list gave out/],
  ])('%j', async (variables, message) => {
    const { errors } = await subgraph.ask(asErika, list, {
      representations: representations('handle-erika'),
      ...variables,
    });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});
