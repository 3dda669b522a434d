import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { noFaults } from '../../../../specimens/kit/faults.ts';
import type { Papers } from '../../../../specimens/kit/papers.ts';
import { eventually } from '../../../testkit/system.ts';
import { listOf } from '../clients/outside-world.ts';
import { applicant, codesOf } from './applicant.ts';
import { deRegistrationForm, keeperChangeForm } from './forms.ts';
import { openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const erika = person('erika');
const max = person('max');
let number = 0;

type Car = Awaited<ReturnType<RegistrationOffice['addVehicle']>>;
const addCar = () => office.addVehicle(++number, { keeper: erika.sub ?? '' });

/** Max takes over Erika's car: it is decided, and not fetched yet. @returns the procedure's id */
async function decidedFor(car: Car): Promise<string> {
  const { id } = await applicant(office, max).brought(
    'KEEPER_CHANGE_PLATE_KEPT',
    undefined,
    keeperChangeForm(car),
    'DECIDED',
  );
  return id;
}

async function takeOver(car: Car): Promise<string> {
  const id = await decidedFor(car);
  await applicant(office, max).retrieve(id);
  return id;
}

/** What the authority printed and sent by post. */
async function letterOf(id: string): Promise<Required<Papers>> {
  const files = await listOf(office.world.rest.url, '/vorgaenge');
  return files.find((file) => file['id'] === id)?.['unterlagen'] as Required<Papers>;
}
const codesIn = ({ siegelVorn, siegelHinten, zb1 }: Required<Papers>) => ({
  sealCodeFront: siegelVorn,
  sealCodeRear: siegelHinten,
  certificateOneCode: zb1,
});

const eventsOf = async (id: string) =>
  (await applicant(office, max).shown(id))?.history.map(({ event }) => event).slice(-2);
const issued = (id: string) =>
  eventually('the papers', async () => (await eventsOf(id))?.includes('PAPERS_ISSUED') === true);

test('the new keeper takes the car off the road with the codes of the new papers, without a clerk', async () => {
  const car = await addCar();
  const id = await takeOver(car);
  await issued(id);
  expect(await eventsOf(id)).toEqual(['RETRIEVE', 'PAPERS_ISSUED']);
  const letter = await letterOf(id);
  const asMax = applicant(office, max);
  const off = await asMax.brought('DE_REGISTRATION', car.id, codesIn(letter), 'DECIDED');
  expect(off.isAutomatic).toBe(true);
  expect(off.history.map(({ event }) => event)).not.toContain('HAND_TO_CLERK');
});

test("the old papers are worth nothing, neither in the former keeper's hands nor in the new one's", async () => {
  const car = await addCar();
  await issued(await takeOver(car));
  const old = deRegistrationForm(car);
  expect(codesOf(await applicant(office, max).apply('DE_REGISTRATION', car.id, old))).toEqual(['CODES_WRONG']);
  const asErika = await applicant(office, erika).apply('DE_REGISTRATION', undefined, { plate: car.plate, ...old });
  expect(codesOf(asErika)).toEqual(['CODES_WRONG']);
});

test('codes are kept as digests only, and nothing that citizens or clerks read shows them', async () => {
  const car = await addCar();
  const id = await takeOver(car);
  await issued(id);
  const { zb1, zb2 } = await letterOf(id);
  const tables = await Promise.all([
    office.db.selectFrom('vehicle_code').selectAll().where('vehicle_id', '=', car.id).execute(),
    office.db.selectFrom('procedure').selectAll().where('id', '=', id).execute(),
    office.db.selectFrom('procedure_history').selectAll().where('procedure_id', '=', id).execute(),
  ]);
  const kept = tables.flat().map((row) => JSON.stringify(row) + Object.values(row).map(String).join(' '));
  expect(kept.length).toBeGreaterThan(8);
  for (const code of [zb1, zb2]) expect(kept.join('\n')).not.toContain(code);
  expect(JSON.stringify(await applicant(office, max).shown(id))).not.toContain(zb1);
});

test('papers that are told only after the next procedure took effect bring no code back', async () => {
  const car = await addCar();
  try {
    const first = await takeOverBeforeClosing(car);
    // A later decision took the car off the road: the seals are broken.
    await office.db.updateTable('vehicle').set({ deregistered_on: '2026-03-02' }).where('id', '=', car.id).execute();
    await laterEffect(first, car.id);
    Object.assign(office.world.rest.faults, noFaults);
    await eventually('the answer', async () => {
      const row = await office.db
        .selectFrom('procedure')
        .select('papers_at')
        .where('id', '=', first)
        .executeTakeFirst();
      return row?.papers_at;
    });
    expect(await eventsOf(first)).toEqual(['APPROVE', 'RETRIEVE']);
    expect(await office.db.selectFrom('vehicle_code').selectAll().where('vehicle_id', '=', car.id).execute()).toEqual(
      [],
    );
  } finally {
    Object.assign(office.world.rest.faults, noFaults);
  }
}, 60_000);

/** The back office closes after it was told of the decision, and before the papers are asked for. */
async function takeOverBeforeClosing(car: Car): Promise<string> {
  const id = await decidedFor(car);
  await eventually('the back office', async () => {
    const row = await office.db.selectFrom('procedure').select('told_at').where('id', '=', id).executeTakeFirst();
    return row?.told_at;
  });
  office.world.rest.faults.closed = true;
  await applicant(office, max).retrieve(id);
  return id;
}

/** Another procedure about the car, decided and in effect after the first. */
async function laterEffect(first: string, vehicleId: string): Promise<void> {
  const { id: _id, ...row } = await office.db
    .selectFrom('procedure')
    .selectAll()
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  const id = 'ffffffff-0000-7000-8000-000000000001';
  await office.db
    .insertInto('procedure')
    .values({
      ...row,
      id,
      kind: 'DE_REGISTRATION',
      vehicle_id: vehicleId,
      inputs: JSON.stringify(row.inputs),
      findings: JSON.stringify(row.findings),
      new_vehicle: null,
      fee_lines: JSON.stringify(row.fee_lines),
      demand_id: id,
      payment_id: 'another payment',
      back_office_reference: null,
    })
    .execute();
  const { procedure_id: _, ...decision } = await office.db
    .selectFrom('procedure_decision')
    .selectAll()
    .where('procedure_id', '=', first)
    .executeTakeFirstOrThrow();
  await office.db
    .insertInto('procedure_decision')
    .values({ ...decision, procedure_id: id, reasons: '[]', vehicle_before: null })
    .execute();
}
