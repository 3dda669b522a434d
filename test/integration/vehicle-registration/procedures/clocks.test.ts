import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordDecision } from '../../../../subgraphs/vehicle-registration/storage/procedures/record-decision.ts';
import { runClocks } from '../../../../subgraphs/vehicle-registration/storage/procedures/run-clocks.ts';
import { applicant, codesOf } from './applicant.ts';
import { keeperChangeForm } from './forms.ts';
import { requestedPlate } from './plates.ts';
import { day, minute, openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const erika = person('erika');
const max = person('max');
let number = 0;
const addCar = () => office.addVehicle(++number, { keeper: erika.sub ?? '' });
/** What the clocks wanted delivered. */
const wanted: string[] = [];
const deliver = async (_work: unknown, id: string) => void wanted.push(id);
const strike = () => runClocks(office.db, office.clock.now, { deliver });

async function takenOver() {
  const car = await addCar();
  const decided = await applicant(office, max).brought(
    'KEEPER_CHANGE_PLATE_KEPT',
    undefined,
    keeperChangeForm(car),
    'DECIDED',
  );
  return { car, decided };
}
const keeperOf = async (id: string) =>
  await office.db
    .selectFrom('vehicle')
    .select(['keeper', 'keeper_since'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

test('input that nobody goes on with is deleted after 30 minutes, with its codes; what is touched stays', async () => {
  const car = await addCar();
  const asErika = applicant(office, erika);
  const { procedure } = await asErika.start('DE_REGISTRATION', car.id);
  const id = procedure?.id ?? '';
  expect(procedure?.deadlines).toEqual([
    { kind: 'INPUT_DELETED', at: new Date(office.clock.now.getTime() + 30 * minute).toISOString() },
  ]);
  await asErika.save(id, { certificateOneCode: car.codes.certificateOneCode });
  office.travel(29 * minute);
  await asErika.save(id, { sealCodeFront: car.codes.sealCodeFront });
  office.travel(29 * minute);
  await strike();
  expect((await asErika.shown(id))?.state).toBe('DRAFT');
  office.travel(minute);
  await strike();
  const abandoned = await asErika.shown(id);
  expect(abandoned?.state).toBe('ABANDONED');
  expect(abandoned?.inputs.every(({ isGiven }) => !isGiven)).toBe(true);
  expect(codesOf(await asErika.save(id, { keepsPlate: true }))).toEqual(['WRONG_STATE']);
});

test('a decision that is not retrieved within 30 minutes is posted, and takes effect on the third day after', async () => {
  const { car, decided } = await takenOver();
  const asMax = applicant(office, max);
  expect(decided.deadlines.map(({ kind }) => kind)).toContain('RETRIEVAL');
  office.travel(30 * minute);
  expect(codesOf(await asMax.retrieve(decided.id))).toEqual(['DECISION_POSTED']);
  const posted = await asMax.shown(decided.id);
  const postedOn = office.clock.now.toISOString().slice(0, 10);
  const third = new Date(Date.parse(postedOn) + 3 * day).toISOString().slice(0, 10);
  expect(posted?.decision).toMatchObject({ retrievedAt: null, effectiveOn: third });
  expect(posted?.history.at(-1)).toMatchObject({ event: 'POST', actor: 'SYSTEM' });
  office.travel(2 * day);
  await strike();
  expect((await keeperOf(car.id)).keeper).toBe(erika.sub);
  // The clock may strike late: the day is the one that the law says.
  office.travel(3 * day);
  await Promise.all([strike(), strike(), strike()]);
  expect(await keeperOf(car.id)).toEqual({ keeper: max.sub, keeper_since: third });
  const notices = await office.db.selectFrom('vehicle_notice').selectAll().where('vehicle_id', '=', car.id).execute();
  expect(notices).toMatchObject([{ citizen: erika.sub, kind: 'KEEPER_CHANGED', happened_on: third }]);
});

test('the clocks post what nobody fetched, once, however many strike at once', async () => {
  const { decided } = await takenOver();
  office.travel(31 * minute);
  const runs = await Promise.all([strike(), strike(), strike()]);
  expect(runs.reduce((sum, { posted }) => sum + posted, 0)).toBeLessThanOrEqual(1);
  const shown = await applicant(office, max).shown(decided.id);
  expect(shown?.history.filter(({ event }) => event === 'POST')).toHaveLength(1);
});

test('a decision that is retrieved in time is not posted; a second time gives the same', async () => {
  const { car, decided } = await takenOver();
  const asMax = applicant(office, max);
  office.travel(29 * minute);
  expect((await asMax.retrieve(decided.id)).problems).toEqual([]);
  office.travel(10 * day);
  await strike();
  const again = await asMax.retrieve(decided.id);
  expect(again.problems).toEqual([]);
  expect(again.procedure?.decision?.postedAt).toBeNull();
  expect((await keeperOf(car.id)).keeper).toBe(max.sub);
});

test('a procedure whose fee nobody pays is given up after its time, and its vehicle and plate are free again', async () => {
  const car = await addCar();
  const asErika = applicant(office, erika);
  const reservation = await requestedPlate(office, erika, 'L ER 7');
  const submitted = await asErika.submitted('ADDRESS_CHANGE_NEW_PLATE', car.id, {
    certificateOneCode: car.codes.certificateOneCode,
    certificateTwoCode: car.codes.certificateTwoCode,
    residence: '14713000',
    inspectionDueOn: '2027-05-31',
    plateReservation: reservation,
  });
  expect(submitted.deadlines.map(({ kind }) => kind)).toEqual(['PAYMENT']);
  office.travel(14 * day);
  await strike();
  // A payment that was begun with the last demand may still come.
  expect((await asErika.shown(submitted.id))?.state).toBe('AWAITING_PAYMENT');
  office.travel(150 * minute);
  await strike();
  expect((await asErika.shown(submitted.id))?.state).toBe('ABANDONED');
  const held = await office.db
    .selectFrom('plate_reservation')
    .selectAll()
    .where('id', '=', reservation)
    .executeTakeFirst();
  expect(held?.procedure_id).toBeNull();
  const { procedure } = await asErika.start('DE_REGISTRATION', car.id);
  const { data } = await office.ask(
    erika,
    'query ($id: ID!) { vehicle(id: $id) { availableProcedures { kind blockedBy { code } } } }',
    { id: car.id },
  );
  expect(procedure).not.toBeNull();
  expect(JSON.stringify(data)).not.toContain('PROCEDURE_RUNNING');
});

test('a rejection opens a fee decision and frees the vehicle; the citizen reads the reasons', async () => {
  const car = await addCar();
  const asErika = applicant(office, erika);
  const waiting = await asErika.brought(
    'ADDRESS_CHANGE_NEW_PLATE',
    car.id,
    {
      certificateOneCode: car.codes.certificateOneCode,
      certificateTwoCode: car.codes.certificateTwoCode,
      residence: '14713000',
      inspectionDueOn: '2027-05-31',
    },
    'WITH_CLERK',
  );
  await office.db.transaction().execute((work) =>
    recordDecision(work, {
      procedureId: waiting.id,
      outcome: 'REJECTED',
      reasons: ['The address is not yours.'],
      decidedBy: 'clerk-1',
      now: office.clock.now,
    }),
  );
  const shown = await asErika.shown(waiting.id);
  expect(shown).toMatchObject({
    state: 'REJECTED',
    decision: { outcome: 'REJECTED', isAutomatic: false, reasons: ['The address is not yours.'], plate: null },
  });
  expect((await asErika.retrieve(waiting.id)).problems).toEqual([]);
  const decisions = await office.db
    .selectFrom('fee_decision')
    .selectAll()
    .where('procedure_id', '=', waiting.id)
    .execute();
  expect(decisions).toMatchObject([{ reason: 'REJECTED', amount_cents: 2820, closed_at: null }]);
  expect(
    (await office.db.selectFrom('vehicle').select('plate').where('id', '=', car.id).executeTakeFirst())?.plate,
  ).toBe(car.plate);
});

test('the protocol is deleted after six months: what was decided stays, what came to nothing goes', async () => {
  const { decided } = await takenOver();
  const asMax = applicant(office, max);
  await asMax.retrieve(decided.id);
  const { procedure: given } = await asMax.start('FIRST_REGISTRATION');
  await asMax.withdraw(given?.id ?? '');
  office.travel(185 * day);
  await strike();
  const kept = await asMax.shown(decided.id);
  expect(kept).toMatchObject({ state: 'DECIDED', history: [], decision: { outcome: 'APPROVED' } });
  expect(kept?.inputs.every(({ isGiven }) => !isGiven)).toBe(true);
  expect(await asMax.shown(given?.id ?? '')).toBeNull();
});
