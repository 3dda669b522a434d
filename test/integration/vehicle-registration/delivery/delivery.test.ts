import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noFaults } from '../../../../specimens/kit/faults.ts';
import { requestDelivery } from '../../../../subgraphs/vehicle-registration/delivery/delivery-jobs.ts';
import { eventually } from '../../../testkit/system.ts';
import { adaptersOf, listOf, restAuthority, soapAuthority, startOutsideWorld } from '../clients/outside-world.ts';
import { openDeliveries } from './delivery-system.ts';

let world: Awaited<ReturnType<typeof startOutsideWorld>>;
let deliveries: Awaited<ReturnType<typeof openDeliveries>>;
let adapters: ReturnType<typeof adaptersOf>;

beforeAll(async () => {
  [world, deliveries] = await Promise.all([startOutsideWorld(), openDeliveries()]);
  adapters = await deliveries.work(world.config);
});
afterAll(async () => {
  await deliveries[Symbol.asyncDispose]();
  await adapters.close();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  for (const each of [world.register, world.rest, world.soap]) Object.assign(each.faults, noFaults);
});

const filesOf = async (id: string) => [
  ...(await listOf(world.rest.url, '/vorgaenge')).filter((file) => file['id'] === id),
  ...(await listOf(world.soap.url, '/vorgaenge')).filter((file) => file['id'] === id),
];
const noticesOf = async (id: string) =>
  (await listOf(world.register.url, '/mitteilungen')).filter((notice) => notice['vorgang'] === id);
const isParked = async (id: string) => (await deliveries.parked()).find((each) => each.procedure_id === id);

describe.each([restAuthority, soapAuthority])('for the authority %s', (authority) => {
  test('an automatic procedure is handed over, recorded, decided and told of, by itself', async () => {
    const id = await deliveries.submit({ authority });
    await deliveries.allTold([id]);
    expect(await deliveries.stateOf(id)).toBe('DECIDED');
    const [file, ...others] = await filesOf(id);
    expect(others).toEqual([]);
    expect(JSON.stringify(file?.['abschluss'])).toMatch(/stattgegeben/i);
    expect(await noticesOf(id)).toMatchObject([
      { art: 'DE_REGISTRATION', status: 'ausserBetrieb', behoerde: authority },
    ]);
  });

  test('one that a clerk decides is handed over and waits', async () => {
    const id = await deliveries.submit({ authority, kind: 'RE_REGISTRATION', route: 'CLERK' });
    await eventually('the clerk', async () => (await deliveries.stateOf(id)) === 'WITH_CLERK');
    expect(await filesOf(id)).toMatchObject([{ abschluss: null }]);
    expect(await noticesOf(id)).toEqual([]);
  });
});

test('while the register is closed an automatic procedure waits, and is decided when it opens', async () => {
  world.register.faults.closed = true;
  const id = await deliveries.submit();
  await eventually('the back office', async () => (await filesOf(id)).length === 1);
  expect(await deliveries.stateOf(id)).toBe('SUBMITTED');
  world.register.faults.closed = false;
  await deliveries.allTold([id]);
  expect(await deliveries.stateOf(id)).toBe('DECIDED');
});

test('a back office that hangs does not hold up the procedures of other towns', async () => {
  world.soap.faults.hang = true;
  const stuck = await Promise.all(Array.from({ length: 12 }, () => deliveries.submit({ authority: soapAuthority })));
  const others = await Promise.all(Array.from({ length: 12 }, () => deliveries.submit()));
  // The first calls run into their time limit of ten seconds; from then on nobody waits.
  await deliveries.allTold(others, 25_000);
  expect(new Set(await Promise.all(stuck.map((id) => deliveries.stateOf(id))))).toEqual(new Set(['SUBMITTED']));
  world.soap.faults.hang = false;
  await deliveries.allTold(stuck);
}, 120_000);

test('what the register refuses a clerk looks at, and it says so', async () => {
  const id = await deliveries.submit({ vin: 'WXXZZZ00Z99000007' });
  await eventually('the clerk', async () => (await deliveries.stateOf(id)) === 'WITH_CLERK');
  const history = await deliveries.db
    .selectFrom('procedure_history')
    .select(['event', 'note'])
    .where('procedure_id', '=', id)
    .execute();
  expect(history).toEqual([{ event: 'HAND_TO_CLERK', note: 'REGISTER_REFUSED' }]);
});

test('an answer that gets lost at every step costs nothing but a repetition', async () => {
  world.rest.faults.dropAfterWrite = 2;
  world.register.faults.dropAfterWrite = 1;
  const id = await deliveries.submit();
  await deliveries.allTold([id]);
  expect(await filesOf(id)).toHaveLength(1);
  expect(await noticesOf(id)).toHaveLength(1);
  const history = await deliveries.db
    .selectFrom('procedure_history')
    .select('event')
    .where('procedure_id', '=', id)
    .execute();
  expect(history).toEqual([{ event: 'APPROVE' }]);
});

test('what a citizen gave is never cut short for a back office: a person looks at it instead', async () => {
  const id = await deliveries.submit({ authority: soapAuthority, residence: 'x'.repeat(501) });
  await eventually('the parking', () => isParked(id));
  expect(await isParked(id)).toMatchObject({ reason: 'REFUSED_BY_BACK_OFFICE', detail: 'TOO_LONG_residence' });
  expect(await filesOf(id)).toEqual([]);
});

test('an authority without a back office has its procedures parked, and nothing else waits behind them', async () => {
  const lost = await deliveries.submit({ authority: '09162000' });
  await eventually('the parking', () => isParked(lost));
  expect(await isParked(lost)).toMatchObject({ reason: 'NO_BACK_OFFICE', detail: '09162000' });
  const id = await deliveries.submit();
  await deliveries.allTold([id]);
  expect(await deliveries.stateOf(lost)).toBe('SUBMITTED');
});

test('what a back office refuses for good is parked with its code, and goes on when that was mended', async () => {
  const id = await deliveries.submit({ residence: '' });
  await eventually('the parking', () => isParked(id));
  expect(await isParked(id)).toMatchObject({ reason: 'REFUSED_BY_BACK_OFFICE', detail: 'ANTRAG_UNVOLLSTAENDIG' });
  expect(await deliveries.stateOf(id)).toBe('SUBMITTED');

  const inputs = JSON.stringify({ residence: restAuthority });
  await deliveries.db.updateTable('procedure').set({ inputs }).where('id', '=', id).execute();
  await requestDelivery(deliveries.jobs, id);
  await deliveries.db.deleteFrom('parked_delivery').where('procedure_id', '=', id).execute();
  await requestDelivery(deliveries.jobs, id);
  await deliveries.allTold([id]);
  expect(await filesOf(id)).toHaveLength(1);
});
