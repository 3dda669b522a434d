import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applicant } from './applicant.ts';
import { requestedPlate, reserve } from './plates.ts';
import { day, openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const erika = person('erika');
const max = person('max');
const codes = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code);

async function available(plate: string, residence = '14713000') {
  const { data, errors } = await office.ask(
    erika,
    'query ($plate: String!, $residence: String!) { plateAvailable(plate: $plate, residence: $residence) { plate isAvailable problems { code remedy } } }',
    { plate, residence },
  );
  expect(errors).toBeUndefined();
  return data.plateAvailable;
}
async function free(pattern: string, first = 10, residence = '14713000') {
  return office.ask(
    erika,
    'query ($pattern: String!, $residence: String!, $first: Int!) { freePlates(pattern: $pattern, residence: $residence, first: $first) }',
    { pattern, residence, first },
  );
}

test('of 500 citizens who want one plate at the same time one gets it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, index) => reserve(office, person(`crowd-${index}`), 'L MM 1')),
  );
  expect(answers.filter(({ reservation }) => reservation !== null)).toHaveLength(1);
  const refused = answers.filter(({ reservation }) => reservation === null);
  expect(new Set(refused.flatMap(codes))).toEqual(new Set(['PLATE_TAKEN']));
  const rows = await office.db.selectFrom('plate_reservation').selectAll().where('plate', '=', 'L MM 1').execute();
  expect(rows).toHaveLength(1);
}, 120_000);

test('a citizen has two reservations at most, also with twenty requests at the same time', async () => {
  const greedy = person('greedy');
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => reserve(office, greedy, `L GR ${index + 1}`)),
  );
  expect(answers.filter(({ reservation }) => reservation)).toHaveLength(2);
  expect(new Set(answers.flatMap(codes))).toEqual(new Set(['RESERVATION_LIMIT']));
});

test('a request that is repeated gets the same reservation; the key for another plate is a conflict', async () => {
  const asked = Array.from({ length: 10 }, () => reserve(office, max, 'L MX 10', { idempotencyKey: 'wish-1' }));
  const ids = (await Promise.all(asked)).map(({ reservation }) => reservation?.id);
  expect(new Set(ids).size).toBe(1);
  expect(codes(await reserve(office, max, 'L MX 11', { idempotencyKey: 'wish-1' }))).toEqual(['IDEMPOTENCY_CONFLICT']);
});

describe('a plate can be had or not', () => {
  test.each([
    ['L AB 7', '14713000', []],
    ['L UB 7', '14713000', ['PLATE_NOT_OF_AUTHORITY']],
    ['L UB 7', '14729050', []],
    ['L AB 7', '14729050', ['PLATE_NOT_OF_AUTHORITY']],
    ['DD AB 7', '14713000', ['PLATE_NOT_OF_AUTHORITY']],
    ['ROW AB 7', '03357039', []],
    ['L AB 7', '05315000', ['RESIDENCE_NOT_SERVED']],
    ['L AB 0', '14713000', ['PLATE_NUMBER_LEADING_ZERO']],
    ['L AB 7', 'Leipzig', ['RESIDENCE_MALFORMED']],
  ])('%s for somebody who lives in %s: %p', async (plate, residence, expected) => {
    const answer = await available(plate, residence);
    expect(codes(answer)).toEqual(expected);
    expect(answer.isAvailable).toBe(expected.length === 0);
    expect(codes(await reserve(office, person(`tries-${plate}-${residence}`), plate, { residence }))).toEqual(expected);
  });

  test('not the plate of a registered vehicle; that of one off the road, if nobody keeps it', async () => {
    await office.addVehicle(801);
    expect(codes(await available('L AB 801'))).toEqual(['PLATE_TAKEN']);
    expect(codes(await reserve(office, erika, 'L AB 801'))).toEqual(['PLATE_TAKEN']);
    await office.addVehicle(802, { deregistered_on: '2025-06-01' });
    expect((await available('L AB 802')).isAvailable).toBe(true);
  });
});

test('free plates are found by a pattern, without those that are taken, and only of the own authority', async () => {
  for (const number of [110, 111]) await office.addVehicle(number);
  await requestedPlate(office, person('finder'), 'L AB 112');
  expect((await free('L AB 11?', 3)).data.freePlates).toEqual(['L AB 113', 'L AB 114', 'L AB 115']);
  expect((await free('L ?? 5', 100)).data.freePlates).toHaveLength(100);
  const ofCity = (await free('L ? 5', 100)).data.freePlates as string[];
  expect(ofCity[0]).toBe('L A 5');
  expect(ofCity.every((plate) => plate <= 'L T 5')).toBe(true);
  expect((await free('L ? 5', 100, '14729050')).data.freePlates[0]).toBe('L U 5');
  expect((await free('DD ?? ??')).data.freePlates).toEqual([]);
  for (const pattern of ['LAB1', 'L AB 01', 'L ABC 1', 'LLL AB ????', "L AB ' OR"])
    expect((await free(pattern)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('a reservation is over after 90 days; then it is another citizen’s to have', async () => {
  const first = person('first');
  const id = await requestedPlate(office, first, 'L FI 1');
  office.travel(89 * day);
  expect(codes(await reserve(office, max, 'L FI 1'))).toEqual(['PLATE_TAKEN']);
  office.travel(2 * day);
  const { reservation } = await reserve(office, person('second'), 'L FI 1');
  expect(reservation).toMatchObject({ plate: 'L FI 1', reason: 'WISH', isInUse: false });
  expect(reservation?.id).not.toBe(id);
});

test('a reservation is given up by whoever has it, not while a procedure uses it, and by nobody else', async () => {
  const release = async (caller: typeof erika, reservationId: string) => {
    const { data } = await office.ask(
      caller,
      'mutation ($input: ReleasePlateInput!) { releasePlate(input: $input) { isReleased problems { code } } }',
      { input: { reservationId } },
    );
    return data.releasePlate;
  };
  const anna = person('anna');
  const id = await requestedPlate(office, anna, 'L AN 1');
  expect(codes(await release(max, id))).toEqual(['RESERVATION_UNKNOWN']);
  expect(codes(await release(max, 'none'))).toEqual(['RESERVATION_UNKNOWN']);
  const car = await office.addVehicle(820, { keeper: anna.sub ?? '' });
  const submitted = await applicant(office, anna).submitted('ADDRESS_CHANGE_NEW_PLATE', car.id, {
    certificateOneCode: car.codes.certificateOneCode,
    certificateTwoCode: car.codes.certificateTwoCode,
    residence: '14713000',
    inspectionDueOn: '2027-05-31',
    plateReservation: id,
  });
  expect(codes(await release(anna, id))).toEqual(['RESERVATION_IN_USE']);
  await applicant(office, anna).withdraw(submitted.id);
  expect(await release(anna, id)).toEqual({ isReleased: true, problems: [] });
});
