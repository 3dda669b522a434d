import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { applicant, codesOf } from './applicant.ts';
import { deRegistrationForm, keeperChangeForm, registrationForm } from './forms.ts';
import { apiKey } from '../clients/outside-world.ts';
import { requestedPlate } from './plates.ts';
import { openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

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
const deregister = (car: Car, changed: Record<string, unknown> = {}) =>
  applicant(office, erika).apply('DE_REGISTRATION', car.id, deRegistrationForm(car, changed));

describe('a procedure is not begun', () => {
  test.each([
    ['a change of address without a vehicle', 'ADDRESS_CHANGE_PLATE_KEPT', undefined, 'VEHICLE_REQUIRED'],
    ['with a vehicle that is not there', 'DE_REGISTRATION', '00000000-0000-4000-8000-000000000000', 'VEHICLE_UNKNOWN'],
  ])('%s', async (_, kind, vehicleId, code) => {
    const { procedure, problems } = await applicant(office, erika).start(kind, vehicleId);
    expect(procedure).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test("with somebody else's vehicle, which is like none, or with one's own where another's is meant", async () => {
    const car = await addCar();
    expect(codesOf(await applicant(office, max).start('DE_REGISTRATION', car.id))).toEqual(['VEHICLE_UNKNOWN']);
    expect(codesOf(await applicant(office, erika).start('KEEPER_CHANGE_PLATE_KEPT', car.id))).toEqual([
      'VEHICLE_NOT_EXPECTED',
    ]);
  });

  test('twice with one key; the same key for something else is a conflict', async () => {
    const [car, other] = [await addCar(), await addCar()];
    const asErika = applicant(office, erika);
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => asErika.start('DE_REGISTRATION', car.id, 'key-1')),
    );
    expect(new Set(starts.map(({ procedure }) => procedure?.id)).size).toBe(1);
    expect(codesOf(await asErika.start('DE_REGISTRATION', other.id, 'key-1'))).toEqual(['IDEMPOTENCY_CONFLICT']);
    // Keys are each citizen's own.
    expect((await applicant(office, max).start('FIRST_REGISTRATION', undefined, 'key-1')).procedure).not.toBeNull();
  });
});

describe('what is given is checked field by field', () => {
  test.each([
    ['vin', 'WXX', 'VIN_LENGTH'],
    ['vin', 'WXXZZZ00Z00O00001', 'VIN_CHARACTERS'],
    ['plate', 'L AB 0123', 'PLATE_NUMBER_LEADING_ZERO'],
    ['plate', '???', 'PLATE_UNREADABLE'],
    ['residence', '1471300', 'RESIDENCE_MALFORMED'],
    ['sealCodeFront', 'O0I', 'CODE_MALFORMED'],
    ['certificateOneCode', 'abc', 'CODE_MALFORMED'],
    ['certificateTwoCode', 'abcdefghijkl', 'CODE_MALFORMED'],
    ['insuranceConfirmation', 'MU1', 'INSURANCE_MALFORMED'],
    ['taxMandate', 'DE89 3704 0044 0532 0130 00 !', 'MANDATE_MALFORMED'],
    ['keepsPlate', true, 'INPUT_NOT_ASKED'],
  ])('%s: %s', async (field, value, code) => {
    const asMax = applicant(office, max);
    const { procedure } = await asMax.start('KEEPER_CHANGE_PLATE_KEPT');
    const saved = await asMax.save(procedure?.id ?? '', { [field]: value, inspectionDueOn: '2027-01-01' });
    expect(saved.problems).toMatchObject([{ code, field: ['input', field] }]);
    // The field beside it is kept.
    expect(saved.procedure?.inputs.find(({ name }) => name === 'INSPECTION_DUE_ON')?.value).toBe('2027-01-01');
    // Nobody is told what they typed where it may be a code.
    if (code === 'CODE_MALFORMED') expect(JSON.stringify(saved)).not.toContain(value);
  });

  test('a declaration that is denied, and a plate with two readings', async () => {
    const asMax = applicant(office, max);
    const { procedure } = await asMax.start('RE_REGISTRATION');
    expect(codesOf(await asMax.save(procedure?.id ?? '', { hasNoScrappingCertificate: false }))).toEqual([
      'SCRAPPING_CERTIFICATE',
    ]);
    await office.db
      .insertInto('plate_district')
      .values([{ code: 'B' }, { code: 'BA' }])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const ambiguous = await asMax.save(procedure?.id ?? '', { plate: 'BAB123' });
    expect(ambiguous.problems).toMatchObject([{ code: 'PLATE_AMBIGUOUS' }]);
    expect(ambiguous.problems[0]?.message).toContain('B AB 123, BA B 123');
  });

  test('what follows from the own vehicle cannot be changed, and what was given can be removed', async () => {
    const car = await addCar();
    const asErika = applicant(office, erika);
    const { procedure } = await asErika.start('ADDRESS_CHANGE_PLATE_KEPT', car.id);
    const id = procedure?.id ?? '';
    expect(procedure?.missing).toEqual(['CERTIFICATE_ONE_CODE', 'INSPECTION_DUE_ON', 'RESIDENCE']);
    expect(codesOf(await asErika.save(id, { plate: 'L AB 9999' }))).toEqual(['INPUT_FIXED']);
    const given = await asErika.save(id, { residence: '14713000', certificateOneCode: car.codes.certificateOneCode });
    expect(given.procedure?.missing).toEqual(['INSPECTION_DUE_ON']);
    const removed = await asErika.save(id, { residence: null, certificateOneCode: null });
    expect(removed.procedure?.missing).toEqual(['CERTIFICATE_ONE_CODE', 'INSPECTION_DUE_ON', 'RESIDENCE']);
  });

  test('codes are never told again: not the value, only that they were given; and they are stored as digests', async () => {
    const car = await addCar();
    const saved = await deregister(car);
    const shown = saved.procedure?.inputs.filter(({ name }) => /CODE/.test(name));
    expect(shown).toEqual(
      ['SEAL_CODE_FRONT', 'SEAL_CODE_REAR', 'CERTIFICATE_ONE_CODE'].map((name) => ({
        name,
        isRequired: true,
        isGiven: true,
        value: null,
      })),
    );
    const { rows } = await sql<{ text: string }>`SELECT procedure::text AS text FROM procedure
      UNION ALL SELECT procedure_code::text FROM procedure_code
      UNION ALL SELECT vehicle_code::text FROM vehicle_code
      UNION ALL SELECT procedure_history::text FROM procedure_history`.execute(office.db);
    const stored = rows.map(({ text }) => text).join('\n');
    expect(stored).not.toContain(car.codes.certificateOneCode);
    expect(stored).not.toContain(Buffer.from(car.codes.certificateOneCode).toString('hex'));
    expect(stored).not.toContain(car.codes.certificateTwoCode);
  });

  test('no answer repeats a code, also where it has a form that none can have', async () => {
    const asMax = applicant(office, max);
    const { procedure } = await asMax.start('KEEPER_CHANGE_PLATE_KEPT');
    for (const sealCodeFront of [{ secret: 'abcSECRETcode' }, ['abcSECRETcode'], `abcSECRETcode${'x'.repeat(100)}`]) {
      const { data, errors } = await office.ask(
        max,
        'mutation ($input: SaveInputInput!) { saveInput(input: $input) { problems { code message } } }',
        { input: { procedureId: procedure?.id, sealCodeFront } },
      );
      expect(JSON.stringify({ data, errors })).not.toContain('SECRET');
      expect(data.saveInput.problems).toMatchObject([{ code: 'CODE_MALFORMED' }]);
    }
  });
});

describe('a check refuses', () => {
  test('what is incomplete, naming each field', async () => {
    const car = await addCar();
    const asErika = applicant(office, erika);
    const { procedure } = await asErika.start('DE_REGISTRATION', car.id);
    const { problems } = await asErika.check(procedure?.id ?? '');
    expect(problems.map(({ code, field }) => [code, field?.[1]])).toEqual([
      ['INPUT_MISSING', 'sealCodeFront'],
      ['INPUT_MISSING', 'sealCodeRear'],
      ['INPUT_MISSING', 'certificateOneCode'],
    ]);
  });

  test('a level that is too low, before any code is compared', async () => {
    const car = await addCar();
    const low = await takeOver(car, { sealCodeFront: 'aaa' }, person('low', 'SUBSTANTIAL'));
    expect(low.problems).toMatchObject([{ code: 'ASSURANCE_TOO_LOW', remedy: expect.stringContaining('eID') }]);
    expect(low.procedure?.wrongCodes).toBe(0);
    const submit = low.procedure?.availableActions.find(({ action }) => action === 'CHECK');
    expect(submit).toMatchObject({ isAvailable: false, blockedBy: [{ code: 'ASSURANCE_TOO_LOW' }] });
  });

  test.each([
    ['eVB that nobody knows', { insuranceConfirmation: 'XX12345' }, ['INSURANCE_UNKNOWN']],
    ['eVB that lapsed', { insuranceConfirmation: 'LA12345' }, ['INSURANCE_LAPSED']],
    ['an inspection that is over', { inspectionDueOn: '2026-03-01' }, ['INSPECTION_OVERDUE']],
    ['a residence that no authority here serves', { residence: '05315000' }, ['RESIDENCE_NOT_SERVED']],
  ])('%s', async (_, changed, codes) => {
    expect(codesOf(await takeOver(await addCar(), changed))).toEqual(codes);
  });

  test('tax arrears, of any vehicle that the applicant keeps', async () => {
    const [wanted, own] = [await addCar(), await addCar({ keeper: 'sector-debtor' })];
    await fetch(`${office.world.customs.url}/rueckstaende/${own.vin}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cent: 1200 }),
    });
    expect(codesOf(await takeOver(wanted, {}, person('debtor')))).toEqual(['TAX_ARREARS']);
    expect(codesOf(await takeOver(wanted))).toEqual([]);
  });

  test('a vehicle in the wrong state, which only those learn who hold its codes', async () => {
    const off = await addCar({ deregistered_on: '2025-06-01' });
    expect(codesOf(await takeOver(off))).toEqual(['VEHICLE_OFF_THE_ROAD']);
    expect(codesOf(await takeOver(off, { sealCodeFront: 'zzz' }))).toEqual(['CODES_WRONG']);
    expect(codesOf(await takeOver(await addCar({ keeper: max.sub ?? '' })))).toEqual(['ALREADY_KEEPER']);
    expect(codesOf(await takeOver(await addCar({ inspection_due_on: '2026-01-31' })))).toEqual(['INSPECTION_OVERDUE']);
    const long = await addCar({
      first_registered_on: '2010-01-01',
      keeper_since: '2010-01-01',
      deregistered_on: '2019-03-01',
    });
    const again = await applicant(office, erika).apply('RE_REGISTRATION', long.id, {
      ...registrationForm,
      certificateOneCode: long.codes.certificateOneCode,
      hasNoScrappingCertificate: true,
    });
    expect(codesOf(again)).toEqual(['OFF_THE_ROAD_TOO_LONG']);
  });

  test('a scrapped vehicle, and a plate that the register does not have', async () => {
    const scrapped = await addCar({ vin: 'WXXZZZ00Z99000001' });
    expect(codesOf(await takeOver(scrapped))).toEqual(['VEHICLE_SCRAPPED']);
    const foreign = await addCar({ vin: 'WVWZZZ1KZAW000001' });
    expect(codesOf(await takeOver(foreign))).toEqual(['REGISTER_NO_MATCH']);
  });

  test("a reservation that is somebody else's or of another authority", async () => {
    const car = await addCar();
    const asMax = applicant(office, max);
    const ofErika = await requestedPlate(office, erika, 'L ER 1');
    const apply = (plateReservation: string, residence: string) =>
      asMax.apply('KEEPER_CHANGE_NEW_PLATE', undefined, keeperChangeForm(car, { plateReservation, residence }));
    expect(codesOf(await apply(ofErika, '14713000'))).toEqual(['RESERVATION_UNKNOWN']);
    const ofMax = await requestedPlate(office, max, 'L MX 1');
    expect(codesOf(await apply(ofMax, '14729050'))).toEqual(['PLATE_NOT_OF_AUTHORITY']);
  });

  test('while a register is silent: an automatic procedure waits, a clerk can look', async () => {
    const car = await addCar();
    office.world.insurers.faults.closed = true;
    try {
      expect(codesOf(await takeOver(car))).toEqual(['CHECK_UNAVAILABLE']);
      const withClerk = await applicant(office, max).apply('KEEPER_CHANGE_NEW_PLATE', undefined, keeperChangeForm(car));
      expect(withClerk).toMatchObject({ problems: [], procedure: { state: 'CHECKED', isAutomatic: false } });
    } finally {
      office.world.insurers.faults.closed = false;
    }
  });
});

describe('a procedure that was begun', () => {
  test('is submitted only when it was checked, once for a key, and not beside another one', async () => {
    const car = await addCar();
    const asErika = applicant(office, erika);
    const { procedure } = await asErika.start('DE_REGISTRATION', car.id);
    expect(codesOf(await asErika.submit(procedure?.id ?? ''))).toEqual(['NOT_CHECKED']);
    const checked = await deregister(car);
    const id = checked.procedure?.id ?? '';
    const submitted = await Promise.all(Array.from({ length: 10 }, () => asErika.submit(id, 'submit-1')));
    for (const each of submitted)
      expect(each).toMatchObject({ problems: [], procedure: { state: 'AWAITING_PAYMENT' } });
    expect(codesOf(await asErika.submit(id, 'submit-2'))).toEqual(['WRONG_STATE']);
    expect(codesOf(await asErika.save(id, { keepsPlate: true }))).toEqual(['WRONG_STATE']);
    expect(codesOf(await asErika.check(id))).toEqual(['WRONG_STATE']);
    expect(codesOf(await asErika.retrieve(id))).toEqual(['DECISION_NOT_MADE']);
    // What changes meanwhile is the first one's: the second may be checked, and waits.
    const second = await deregister(car);
    expect(codesOf(await asErika.submit(second.procedure?.id ?? ''))).toEqual(['PROCEDURE_RUNNING']);
    const { data } = await office.ask(
      erika,
      'query ($id: ID!) { vehicle(id: $id) { availableProcedures { kind blockedBy { code } } } }',
      { id: car.id },
    );
    for (const { blockedBy } of data.vehicle.availableProcedures)
      expect(blockedBy.map(({ code }: { code: string }) => code)).toContain('PROCEDURE_RUNNING');
    // Withdrawn, it makes room.
    expect((await asErika.withdraw(id)).procedure?.state).toBe('WITHDRAWN');
    expect((await asErika.withdraw(id)).problems).toEqual([]);
    expect((await asErika.submit(second.procedure?.id ?? '')).procedure?.state).toBe('AWAITING_PAYMENT');
  });

  test('is not submitted when somebody else took the vehicle over since it was checked', async () => {
    const car = await addCar();
    const [first, second] = [await takeOver(car), await takeOver(car, {}, person('second'))];
    const asSecond = applicant(office, person('second'));
    const submitted = await asSecond.submit(second.procedure?.id ?? '');
    if (!submitted.procedure) throw new Error('expected a procedure');
    await asSecond.pay(submitted.procedure);
    await asSecond.reaches(submitted.procedure.id, 'DECIDED');
    await asSecond.retrieve(submitted.procedure.id);
    expect(codesOf(await applicant(office, max).submit(first.procedure?.id ?? ''))).toEqual(['CHANGED_MEANWHILE']);
  });

  test('is like none for anybody else: every action, the query, a reference', async () => {
    const { procedure } = await deregister(await addCar());
    const asMax = applicant(office, max);
    const id = procedure?.id ?? '';
    expect(await asMax.shown(id)).toBeNull();
    for (const attempt of [
      asMax.save(id, { keepsPlate: true }),
      asMax.check(id),
      asMax.submit(id),
      asMax.withdraw(id),
      asMax.retrieve(id),
      asMax.check('no id'),
      asMax.save('no id', {}),
    ])
      expect(await attempt).toMatchObject({ procedure: null, problems: [{ code: 'PROCEDURE_UNKNOWN' }] });
  });

  test('needs the scopes and a citizen: without one nothing is begun', async () => {
    const { errors } = await office.ask(
      { scope: 'vehicles:write' },
      'mutation { startProcedure(input: { kind: DE_REGISTRATION, idempotencyKey: "k" }) { procedure { id } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
