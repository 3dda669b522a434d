import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { specimenCodes } from '../../../../subgraphs/kit/specimen/codes.ts';
import { recordDecision } from '../../../../subgraphs/vehicle-registration/storage/procedures/record-decision.ts';
import { requestedPlate } from './plates.ts';
import { applicant, codesOf } from './applicant.ts';
import { openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const erika = person('erika');
const max = person('max');
const insured = { insuranceConfirmation: 'MU12345', taxMandate: 'MANDATE-1' };
const inLeipzig = { residence: '14713000' };
const inspected = { inspectionDueOn: '2027-05-31' };

async function approve(procedureId: string): Promise<void> {
  await office.db
    .transaction()
    .execute((work) =>
      recordDecision(work, { procedureId, outcome: 'APPROVED', decidedBy: 'clerk-1', now: office.clock.now }),
    );
}

const vehicleNow = (id: string) =>
  office.db.selectFrom('vehicle').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const noticesOf = async (caller: typeof erika) => {
  const { data } = await office.ask(
    caller,
    'query ($id: ID!) { _entities(representations: [{ __typename: "Citizen", id: $id }]) { ... on Citizen { vehicleNotices { nodes { kind plate happenedOn } } } } }',
    { id: caller.cid },
  );
  return data._entities[0].vehicleNotices.nodes;
};

describe('each procedure, the good way', () => {
  test('de-registration: automatic, in effect on the same day, 5.70 and 2.60 for the plate that is kept', async () => {
    const car = await office.addVehicle(1, { keeper: erika.sub ?? '' });
    const asErika = applicant(office, erika);
    const { sealCodeFront, sealCodeRear, certificateOneCode } = car.codes;
    const given = { sealCodeFront, sealCodeRear, certificateOneCode, keepsPlate: true };
    const submitted = await asErika.submitted('DE_REGISTRATION', car.id, given);
    expect(submitted).toMatchObject({
      state: 'AWAITING_PAYMENT',
      isAutomatic: true,
      authority: { ags: '14713000' },
      fee: { total: { amount: 830 }, lines: [{ number: '224.2' }, { number: '230' }] },
    });
    const demand = await office.readDemand(submitted.feeDemand ?? '');
    expect(demand).toMatchObject({ sub: submitted.id, authority: '14713000', alg: 'EdDSA' });
    await asErika.pay(submitted);
    const decided = await asErika.reaches(submitted.id, 'DECIDED');
    expect(decided.decision).toMatchObject({ outcome: 'APPROVED', isAutomatic: true, effectiveOn: '2026-03-02' });
    expect(decided.history.map(({ event }) => event)).toEqual(['START', 'PASS_CHECK', 'SUBMIT', 'PAY', 'APPROVE']);
    expect(await vehicleNow(car.id)).toMatchObject({ status: 'OFF_THE_ROAD', deregistered_on: '2026-03-02' });

    // Back on the road with the plate that was kept: 12.50, by a clerk.
    const again = await asErika.brought(
      'RE_REGISTRATION',
      car.id,
      { ...insured, ...inLeipzig, ...inspected, certificateOneCode, hasNoScrappingCertificate: true },
      'WITH_CLERK',
    );
    expect(again.fee).toMatchObject({ total: { amount: 1250 }, lines: [{ number: '221.7' }] });
    await approve(again.id);
    const { problems } = await asErika.retrieve(again.id);
    expect(problems).toEqual([]);
    expect(await vehicleNow(car.id)).toMatchObject({ status: 'REGISTERED', plate: car.plate, deregistered_on: null });
    expect(await noticesOf(erika)).toEqual([]);
  });

  test('de-registration by whoever holds all codes, without a login of a higher level; the keeper is told', async () => {
    const car = await office.addVehicle(2, { keeper: erika.sub ?? '' });
    const finder = applicant(office, person('finder', 'NORMAL'));
    const { sealCodeFront, sealCodeRear, certificateOneCode } = car.codes;
    await finder.brought(
      'DE_REGISTRATION',
      undefined,
      { plate: car.plate, sealCodeFront, sealCodeRear, certificateOneCode },
      'DECIDED',
    );
    expect((await vehicleNow(car.id)).status).toBe('OFF_THE_ROAD');
    expect(await noticesOf(erika)).toEqual([{ kind: 'DE_REGISTERED', plate: car.plate, happenedOn: '2026-03-02' }]);
  });

  test('change of keeper with the plate kept: automatic, in effect when it is retrieved; the former keeper is told', async () => {
    const car = await office.addVehicle(3, { keeper: 'sector-anna' });
    const asMax = applicant(office, max);
    const decided = await asMax.brought(
      'KEEPER_CHANGE_PLATE_KEPT',
      undefined,
      { vin: car.vin, plate: car.plate, ...car.codes, ...insured, ...inLeipzig, ...inspected },
      'DECIDED',
    );
    expect(decided.fee).toMatchObject({ total: { amount: 1700 }, lines: [{ number: '221.8.1' }] });
    expect(decided.vehicle).toBeNull();
    expect((await vehicleNow(car.id)).keeper).toBe('sector-anna');
    const { procedure } = await asMax.retrieve(decided.id);
    expect(procedure?.vehicle).toEqual({ id: car.id, plate: car.plate });
    expect(procedure?.decision).toMatchObject({ effectiveOn: '2026-03-02', reviewUntil: '2026-04-02' });
    expect(procedure?.deadlines.map(({ kind }) => kind)).toEqual(['PAPERS', 'REVIEW', 'PROTOCOL_DELETED']);
    expect(await vehicleNow(car.id)).toMatchObject({ keeper: max.sub, keeper_since: '2026-03-02' });
    expect(await noticesOf(person('anna'))).toMatchObject([{ kind: 'KEEPER_CHANGED', plate: car.plate }]);
    // The old codes are worth nothing any more: the former keeper cannot take it back.
    const back = await applicant(office, person('anna')).apply('KEEPER_CHANGE_PLATE_KEPT', undefined, {
      vin: car.vin,
      plate: car.plate,
      ...car.codes,
      ...insured,
      ...inLeipzig,
      ...inspected,
    });
    expect(codesOf(back)).toEqual(['CODES_WRONG']);
  });

  test('change of keeper with a wish plate from another district: a clerk, 28.20 + 10.20 + 2.60', async () => {
    const car = await office.addVehicle(4, { keeper: 'sector-anna', plate_district: 'DD', authority: '14612000' });
    const asMax = applicant(office, max);
    const plateReservation = await requestedPlate(office, max, 'L MX 77');
    const waiting = await asMax.brought(
      'KEEPER_CHANGE_NEW_PLATE',
      undefined,
      { vin: car.vin, plate: car.plate, ...car.codes, ...insured, ...inLeipzig, ...inspected, plateReservation },
      'WITH_CLERK',
    );
    expect(waiting.fee.total.amount).toBe(2820 + 1020 + 260);
    expect(waiting.fee.lines.map(({ number }) => number)).toEqual(['221.2.1', null, '230']);
    await approve(waiting.id);
    await asMax.retrieve(waiting.id);
    expect(await vehicleNow(car.id)).toMatchObject({ keeper: max.sub, plate: 'L MX 77', authority: '14713000' });
    const left = await office.db
      .selectFrom('plate_reservation')
      .select('plate')
      .where('plate', '=', 'L MX 77')
      .execute();
    expect(left).toEqual([]);
  });

  test('change of address with the plate kept: automatic, 11.40; into another district 17.00', async () => {
    const asAnna = applicant(office, person('anna'));
    const at = await office.addVehicle(5, { keeper: 'sector-anna' });
    const { certificateOneCode } = at.codes;
    const decided = await asAnna.brought(
      'ADDRESS_CHANGE_PLATE_KEPT',
      at.id,
      { certificateOneCode, ...inLeipzig, ...inspected },
      'DECIDED',
    );
    expect(decided.fee).toMatchObject({ total: { amount: 1140 }, lines: [{ number: '225.1' }] });
    const from = await office.addVehicle(6, { keeper: 'sector-anna', plate_district: 'DD', authority: '14612000' });
    const moved = await asAnna.brought(
      'ADDRESS_CHANGE_PLATE_KEPT',
      from.id,
      { certificateOneCode: from.codes.certificateOneCode, ...inLeipzig, ...inspected },
      'DECIDED',
    );
    expect(moved.fee).toMatchObject({ total: { amount: 1700 }, lines: [{ number: '221.9.1' }] });
    await asAnna.retrieve(moved.id);
    expect(await vehicleNow(from.id)).toMatchObject({ authority: '14713000', plate: from.plate });
  });

  test('change of address with a new plate: a clerk, 28.20, and the authority gives one out', async () => {
    const asAnna = applicant(office, person('anna'));
    const car = await office.addVehicle(7, { keeper: 'sector-anna', plate_district: 'DD', authority: '14612000' });
    const { certificateOneCode, certificateTwoCode } = car.codes;
    const waiting = await asAnna.brought(
      'ADDRESS_CHANGE_NEW_PLATE',
      car.id,
      { certificateOneCode, certificateTwoCode, ...inLeipzig, ...inspected },
      'WITH_CLERK',
    );
    expect(waiting.fee).toMatchObject({ total: { amount: 2820 }, lines: [{ number: '221.2.1' }] });
    await approve(waiting.id);
    const { procedure } = await asAnna.retrieve(waiting.id);
    expect(procedure?.vehicle?.plate).toMatch(/^L [A-T][A-Z] \d{3,4}$/);
    expect(procedure?.vehicle?.plate).toBe(procedure?.decision?.plate);
  });

  test('first registration: a clerk, 27.90, and a vehicle that was not there', async () => {
    const asMax = applicant(office, max);
    const vin = 'WXXZZZ00Z00900001';
    const waiting = await asMax.brought(
      'FIRST_REGISTRATION',
      undefined,
      { vin, certificateTwoCode: specimenCodes(vin).certificateTwoCode, ...insured, ...inLeipzig },
      'WITH_CLERK',
    );
    expect(waiting.fee).toMatchObject({ total: { amount: 2790 }, lines: [{ number: '221.1.1' }] });
    await approve(waiting.id);
    const { procedure } = await asMax.retrieve(waiting.id);
    expect(procedure?.vehicle?.plate).toMatch(/^L /);
    expect(await vehicleNow(procedure?.vehicle?.id ?? '')).toMatchObject({
      vin,
      keeper: max.sub,
      first_registered_on: '2026-03-02',
      inspection_due_on: '2029-03-02',
    });
  });

  test('re-registration by another keeper asks for certificate II too, and costs 27.90', async () => {
    const car = await office.addVehicle(8, { keeper: 'sector-anna', deregistered_on: '2025-06-01' });
    const asMax = applicant(office, max);
    const { certificateOneCode, certificateTwoCode } = car.codes;
    const given = { ...insured, ...inLeipzig, ...inspected, certificateOneCode, hasNoScrappingCertificate: true };
    const { procedure } = await asMax.start('RE_REGISTRATION');
    expect(procedure?.missing).toContain('CERTIFICATE_TWO_CODE');
    const waiting = await asMax.brought(
      'RE_REGISTRATION',
      undefined,
      { ...given, certificateTwoCode, vin: car.vin, plate: car.plate },
      'WITH_CLERK',
    );
    expect(waiting.fee).toMatchObject({ total: { amount: 2790 }, lines: [{ number: '221.1.1' }] });
    await approve(waiting.id);
    await asMax.retrieve(waiting.id);
    expect(await vehicleNow(car.id)).toMatchObject({ keeper: max.sub, status: 'REGISTERED' });
    expect(await noticesOf(person('anna'))).toContainEqual(expect.objectContaining({ kind: 'KEEPER_CHANGED' }));
  });
});
