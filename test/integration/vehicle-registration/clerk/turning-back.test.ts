import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Papers } from '../../../../specimens/kit/papers.ts';
import { runClocks } from '../../../../subgraphs/vehicle-registration/storage/procedures/run-clocks.ts';
import { eventually } from '../../../testkit/system.ts';
import { listOf } from '../clients/outside-world.ts';
import { applicant } from '../procedures/applicant.ts';
import { deRegistrationForm, keeperChangeForm } from '../procedures/forms.ts';
import {
  day,
  minute,
  openRegistrationOffice,
  person,
  type RegistrationOffice,
} from '../procedures/registration-office.ts';
import { clerkOf, desk, leipzig, problemsOf } from './desk.ts';

let office: RegistrationOffice;
let number = 0;
const erika = person('erika');
const max = person('max');

beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

type Car = Awaited<ReturnType<RegistrationOffice['addVehicle']>>;
const addCar = () => office.addVehicle((number += 1), { keeper: erika.sub ?? '' });

/** Max takes over Erika's car; the decision is there and not fetched. */
async function takeOver(car: Car): Promise<string> {
  const asMax = applicant(office, max);
  return (await asMax.brought('KEEPER_CHANGE_PLATE_KEPT', undefined, keeperChangeForm(car), 'DECIDED')).id;
}

async function takeOff(car: Car, keepsPlate = false, who = erika): Promise<string> {
  const isOwn = who === erika;
  const given = deRegistrationForm(car, isOwn ? { keepsPlate } : { plate: car.plate });
  return (await applicant(office, who).brought('DE_REGISTRATION', isOwn ? car.id : undefined, given, 'DECIDED')).id;
}

/** Two clerks revoke it. */
async function revoke(id: string) {
  await toldOf(id);
  await desk(office, clerkOf(leipzig, 'anna')).review(id, 'REVOKE', ['Stolen papers.']);
  return desk(office, clerkOf(leipzig, 'bert')).review(id, 'REVOKE', ['Stolen papers.']);
}

const columnOf = async (id: string, column: 'told_at' | 'papers_at') =>
  (await office.db.selectFrom('procedure').select(column).where('id', '=', id).executeTakeFirst())?.[column];
const toldOf = (id: string) => eventually('the back office', () => columnOf(id, 'told_at'));
const papersOf = (id: string) => eventually('the papers', () => columnOf(id, 'papers_at'));
const vehicleRow = (id: string) => office.db.selectFrom('vehicle').selectAll().where('id', '=', id).executeTakeFirst();
const codesOf = (id: string) => office.db.selectFrom('vehicle_code').selectAll().where('vehicle_id', '=', id).execute();
const noticesTo = (citizen = '') =>
  office.db.selectFrom('vehicle_notice').select(['kind', 'vehicle_id']).where('citizen', '=', citizen).execute();
const saidToRegister = async (id: string) =>
  (await listOf(office.world.register.url, '/mitteilungen')).filter((each) => String(each['vorgang']).startsWith(id));
const letterOf = async (id: string) =>
  (await listOf(office.world.rest.url, '/vorgaenge')).find((each) => each['id'] === id)?.['unterlagen'] as Papers;
const historyOf = async (id: string) =>
  (await desk(office, clerkOf(leipzig)).see(id))?.history.map(({ event, note }) => (note ? `${event} ${note}` : event));

describe('a revoked decision that had taken effect', () => {
  test('gives the car back to its former keeper, who is told, gets new papers, and goes on with them', async () => {
    const car = await addCar();
    const before = await vehicleRow(car.id);
    const id = await takeOver(car);
    await applicant(office, max).retrieve(id);
    await papersOf(id);
    const strangers = await letterOf(id);

    expect(problemsOf(await revoke(id))).toEqual([]);
    expect(await vehicleRow(car.id)).toEqual(before);
    expect(await noticesTo(erika.sub)).toContainEqual({ kind: 'CHANGE_REVOKED', vehicle_id: car.id });
    await papersOf(id);
    expect((await historyOf(id))?.slice(-3)).toEqual(['REVOKE', 'TURN_BACK', 'PAPERS_ISSUED']);
    expect((await saidToRegister(id)).map(({ art, status, kennzeichen }) => ({ art, status, kennzeichen }))).toEqual([
      { art: 'KEEPER_CHANGE_PLATE_KEPT', status: 'zugelassen', kennzeichen: car.plate },
      { art: 'REVOCATION', status: 'zugelassen', kennzeichen: car.plate },
    ]);

    const asErika = applicant(office, erika);
    const wrong = await asErika.apply('DE_REGISTRATION', car.id, seals(strangers));
    expect(wrong.problems.map(({ code }) => code)).toEqual(['CODES_WRONG']);
    const off = await asErika.brought('DE_REGISTRATION', car.id, seals(await letterOf(id)), 'DECIDED');
    expect(off.isAutomatic).toBe(true);
  }, 60_000);

  test('puts a car back on the road, with the plate that was kept and new seals', async () => {
    const car = await addCar();
    const before = await vehicleRow(car.id);
    const id = await takeOff(car, true);
    expect(problemsOf(await revoke(id))).toEqual([]);
    expect(await vehicleRow(car.id)).toEqual(before);
    const kept = office.db.selectFrom('plate_reservation').select('id').where('plate', '=', car.plate);
    expect(await kept.execute()).toEqual([]);
    await papersOf(id);
    expect(Object.keys(await letterOf(id))).toEqual(['siegelVorn', 'siegelHinten']);
    expect((await codesOf(car.id)).map(({ name }) => name).toSorted()).toEqual([
      'certificateOneCode',
      'certificateTwoCode',
      'sealCodeFront',
      'sealCodeRear',
    ]);
    expect((await saidToRegister(id)).map(({ status }) => status)).toEqual(['ausserBetrieb', 'zugelassen']);
  }, 60_000);

  test('tells the keeper whose car somebody else had taken off the road', async () => {
    const car = await addCar();
    const id = await takeOff(car, false, max);
    expect(problemsOf(await revoke(id))).toEqual([]);
    expect(await noticesTo(erika.sub)).toContainEqual({ kind: 'CHANGE_REVOKED', vehicle_id: car.id });
  }, 60_000);

  test("is left to a clerk, who reads why, where the plate is somebody else's by now", async () => {
    const car = await addCar();
    const id = await takeOff(car);
    const { plate_district, plate_letters, plate_number } = car;
    await office.addVehicle((number += 1), { keeper: max.sub ?? '', plate_district, plate_letters, plate_number });
    const { procedure, problems } = await revoke(id);
    expect(procedure?.state).toBe('REVOKED');
    expect(problems).toEqual([
      { code: 'PLATE_TAKEN_SINCE', message: expect.any(String), remedy: expect.stringContaining('Arrange') },
    ]);
    expect(await vehicleRow(car.id)).toMatchObject({ status: 'OFF_THE_ROAD' });
    await toldOf(id);
    expect((await historyOf(id))?.at(-1)).toBe('LEFT_TO_CLERK PLATE_TAKEN_SINCE');
    expect(await saidToRegister(id)).toHaveLength(1);
  }, 60_000);

  test('is left to a clerk where the next procedure is under way, or has taken effect', async () => {
    const car = await addCar();
    const id = await takeOver(car);
    await applicant(office, max).retrieve(id);
    await papersOf(id);
    const asMax = applicant(office, max);
    const next = await asMax.submitted('DE_REGISTRATION', car.id, seals(await letterOf(id)));
    expect(problemsOf(await revoke(id))).toEqual(['PROCEDURE_UNDER_WAY']);
    expect(await vehicleRow(car.id)).toMatchObject({ keeper: max.sub });
    await asMax.pay(next);
    await asMax.reaches(next.id, 'DECIDED');

    const other = await addCar();
    const first = await takeOver(other);
    await asMax.retrieve(first);
    await papersOf(first);
    await asMax.brought('DE_REGISTRATION', other.id, seals(await letterOf(first)), 'DECIDED');
    expect(problemsOf(await revoke(first))).toEqual(['VEHICLE_CHANGED_SINCE']);
    expect(await vehicleRow(other.id)).toMatchObject({ keeper: max.sub, status: 'OFF_THE_ROAD' });
  }, 60_000);
});

test('one that was posted and revoked before it counted as delivered never takes effect, and the register hears of it', async () => {
  const car = await addCar();
  const id = await takeOver(car);
  const deliver = async () => undefined;
  office.travel(31 * minute);
  await runClocks(office.db, office.clock.now, { deliver });
  expect(problemsOf(await revoke(id))).toEqual([]);
  office.travel(4 * day);
  await runClocks(office.db, office.clock.now, { deliver });
  expect(await vehicleRow(car.id)).toMatchObject({ keeper: erika.sub });
  await toldOf(id);
  expect((await saidToRegister(id)).map(({ art }) => art)).toEqual(['KEEPER_CHANGE_PLATE_KEPT', 'REVOCATION']);
  expect(await codesOf(car.id)).toHaveLength(4);
}, 60_000);

test('how a vehicle was before is kept while the decision is under review, and no longer', async () => {
  const car = await addCar();
  const id = await takeOff(car);
  const before = async () =>
    (
      await office.db
        .selectFrom('procedure_decision')
        .select('vehicle_before')
        .where('procedure_id', '=', id)
        .executeTakeFirst()
    )?.vehicle_before;
  expect(await before()).toMatchObject({ keeper: erika.sub, deregistered_on: null });
  await runClocks(office.db, new Date(office.clock.now.getTime() + 33 * day), { deliver: async () => undefined });
  expect(await before()).toBeNull();
});

const seals = ({ siegelVorn, siegelHinten, zb1 }: Papers) => ({
  sealCodeFront: siegelVorn,
  sealCodeRear: siegelHinten,
  certificateOneCode: zb1,
});
