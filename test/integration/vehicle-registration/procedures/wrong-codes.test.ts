import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applicant, codesOf } from './applicant.ts';
import { keeperChangeForm, registrationForm } from './forms.ts';
import { day, openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

let number = 0;
const erika = person('erika');
const max = person('max');
const addCar = (changed: Parameters<RegistrationOffice['addVehicle']>[1] = {}) =>
  office.addVehicle(++number, { keeper: erika.sub ?? '', ...changed });
type Car = Awaited<ReturnType<typeof addCar>>;

const takeOver = (car: Car, changed: Record<string, unknown> = {}, caller = max) =>
  applicant(office, caller).apply('KEEPER_CHANGE_PLATE_KEPT', undefined, keeperChangeForm(car, changed));

test('an unknown vehicle and a wrong code get the same answer, whatever the code', async () => {
  const car = await addCar();
  const answers = await Promise.all([
    takeOver(car, { vin: 'WXXZZZ00Z00999999' }),
    takeOver(car, { plate: 'L ZZ 9' }),
    takeOver(car, { sealCodeFront: 'zzz' }),
    takeOver(car, { sealCodeRear: 'zzz' }),
    takeOver(car, { certificateOneCode: 'zzzzzzz' }),
    takeOver(car, { certificateTwoCode: 'ZZZZZZZZZZZZ' }),
  ]);
  for (const { problems } of answers) expect(problems).toEqual(answers[0]?.problems);
  expect(codesOf(answers[0] ?? { problems: [] })).toEqual(['CODES_WRONG']);
});

test('can be corrected three times; then it goes unchanged to a clerk, and the vehicle is nobody’s to see', async () => {
  const car = await addCar();
  const asStranger = applicant(office, person('stranger'));
  const first = await asStranger.apply(
    'KEEPER_CHANGE_PLATE_KEPT',
    undefined,
    keeperChangeForm(car, { sealCodeRear: 'zzz' }),
  );
  const id = first.procedure?.id ?? '';
  for (const left of ['3', '2', '1']) {
    const again = left === '3' ? first : await asStranger.check(id);
    expect(again.problems).toMatchObject([{ code: 'CODES_WRONG', remedy: expect.stringContaining(` ${left} `) }]);
  }
  const toClerk = await asStranger.check(id);
  expect(toClerk).toMatchObject({
    problems: [],
    procedure: { state: 'CHECKED', isAutomatic: false, wrongCodes: 4, vehicle: null },
  });
  const { procedure } = await asStranger.submit(id);
  if (!procedure) throw new Error('expected');
  await asStranger.pay(procedure);
  expect(await asStranger.reaches(id, 'WITH_CLERK')).toMatchObject({ vehicle: null });
});

test('a right correction is taken, and it stays automatic', async () => {
  const car = await addCar();
  const asMax = applicant(office, max);
  const { procedure } = await asMax.apply(
    'KEEPER_CHANGE_PLATE_KEPT',
    undefined,
    keeperChangeForm(car, { sealCodeRear: 'zzz' }),
  );
  await asMax.save(procedure?.id ?? '', { sealCodeRear: car.codes.sealCodeRear });
  expect(await asMax.check(procedure?.id ?? '')).toMatchObject({
    problems: [],
    procedure: { state: 'CHECKED', isAutomatic: true },
  });
});

test('whoever tries codes all day is stopped, in whatever procedures, until the next day', async () => {
  const car = await addCar();
  const guesser = person('guesser');
  for (let tries = 0; tries < 20; tries++)
    expect(codesOf(await takeOver(car, { sealCodeRear: 'zzz' }, guesser))).toEqual(['CODES_WRONG']);
  expect(codesOf(await takeOver(car, {}, guesser))).toEqual(['TOO_MANY_WRONG_CODES']);
  office.travel(day + 1);
  expect(codesOf(await takeOver(car, {}, guesser))).toEqual([]);
});

test('without a VIN nobody can tell which vehicle is meant, so no clerk can either', async () => {
  const finder = applicant(office, person('finder', 'NORMAL'));
  const given = { plate: 'L ZZ 1', sealCodeFront: 'zzz', sealCodeRear: 'zzz', certificateOneCode: 'zzzzzzz' };
  const { procedure } = await finder.apply('DE_REGISTRATION', undefined, given);
  for (let tries = 0; tries < 2; tries++) await finder.check(procedure?.id ?? '');
  expect(codesOf(await finder.check(procedure?.id ?? ''))).toEqual(['CORRECTIONS_USED_UP']);
});

test('first registration: the register says whether certificate II belongs to the VIN, for that VIN alone', async () => {
  const asMax = applicant(office, max);
  const { procedure } = await asMax.start('FIRST_REGISTRATION');
  const id = procedure?.id ?? '';
  expect(codesOf(await asMax.save(id, { certificateTwoCode: 'ZZZZZZZZZZZZ' }))).toEqual(['VIN_FIRST']);
  await asMax.save(id, {
    ...registrationForm,
    inspectionDueOn: undefined,
    vin: 'WXXZZZ00Z00900009',
    certificateTwoCode: 'ZZZZZZZZZZZZ',
  });
  expect(codesOf(await asMax.check(id))).toEqual(['CODES_WRONG']);
  const other = await asMax.save(id, { vin: 'WXXZZZ00Z00900008' });
  expect(other.procedure?.missing).toEqual(['CERTIFICATE_TWO_CODE']);
  const known = await addCar();
  await asMax.save(id, { vin: known.vin, certificateTwoCode: known.codes.certificateTwoCode });
  expect(codesOf(await asMax.check(id))).toEqual(['VEHICLE_KNOWN']);
});
