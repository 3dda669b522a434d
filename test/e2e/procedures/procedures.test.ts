import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { specimenCodes } from '../../../subgraphs/kit/specimen/codes.ts';
import { eventually } from '../../testkit/system.ts';
import { nextYear, specimen, startProceduresSystem, type ProceduresSystem } from './procedures-system.ts';

let office: ProceduresSystem;
beforeAll(async () => {
  office = await startProceduresSystem();
}, 240_000);
afterAll(() => office?.system.remove(), 60_000);

const insured = { insuranceConfirmation: 'MU12345' };
const leipzig = '14713000';
const events = (procedure: { history: { event: string }[] }) => procedure.history.map(({ event }) => event);
const automatic = ['START', 'PASS_CHECK', 'SUBMIT', 'PAY', 'APPROVE'];
const byClerk = ['START', 'PASS_CHECK', 'SUBMIT', 'PAY', 'HAND_TO_CLERK', 'APPROVE'];

/** Erika pays for a first registration, which a clerk of Leipzig then has to look at. @returns the procedure's id */
async function bringNewCar(erika: Awaited<ReturnType<ProceduresSystem['citizen']>>, vin: string): Promise<string> {
  const given = {
    ...insured,
    vin,
    certificateTwoCode: specimenCodes(vin).certificateTwoCode,
    taxMandate: await erika.taxMandate('Erika Mustermann'),
    residence: leipzig,
  };
  return erika.bring('FIRST_REGISTRATION', null, given, 'WITH_CLERK');
}

describe('each procedure goes its way from the citizen to the authority and back', () => {
  test('de-registration: automatic, in effect at once; then re-registration with the plate that was kept, by a clerk of Chemnitz', async () => {
    const { vehicle, plate, citizen } = specimen('leon');
    const leon = await office.citizen('leon');
    const { sealCodeFront, sealCodeRear, certificateOneCode } = specimenCodes(vehicle.vin);
    const given = { sealCodeFront, sealCodeRear, certificateOneCode, keepsPlate: true };
    const off = await leon.bring('DE_REGISTRATION', vehicle.id, given, 'DECIDED');
    const seen = await leon.see(off);
    expect(seen).toMatchObject({
      isAutomatic: true,
      authority: { ags: '14511000', name: expect.stringContaining('Chemnitz') },
      fee: { total: { amount: 830 }, lines: [{ number: '224.2' }, { number: '230' }] },
      decision: { outcome: 'APPROVED', isAutomatic: true },
      vehicle: { id: vehicle.id, status: 'OFF_THE_ROAD' },
    });
    expect(events(seen)).toEqual(automatic);
    expect(await leon.newestPayment()).toMatchObject({
      status: 'SUCCESS',
      amount: { amount: 830 },
      authority: { ags: '14511000' },
    });

    const on = await leon.bring(
      'RE_REGISTRATION',
      vehicle.id,
      {
        ...insured,
        certificateOneCode,
        taxMandate: await leon.taxMandate('Leon Heinz Musterfrau'),
        inspectionDueOn: nextYear(),
        hasNoScrappingCertificate: true,
        residence: citizen.residence.ags,
      },
      'WITH_CLERK',
    );
    const chemnitz = await office.clerk('clerk-chemnitz');
    expect(await chemnitz.queue()).toEqual([on]);
    expect(await chemnitz.decide(on, 'APPROVE')).toMatchObject({
      procedure: { id: on, state: 'DECIDED' },
      problems: [],
    });
    await leon.retrieve(on);
    const again = await leon.see(on);
    expect(again).toMatchObject({
      fee: { total: { amount: 1250 } },
      decision: { outcome: 'APPROVED', isAutomatic: false, plate },
      vehicle: { plate, status: 'REGISTERED' },
    });
    expect(events(again).slice(0, 6)).toEqual(byClerk);
  }, 120_000);

  test('first registration: a clerk of Leipzig decides, the vehicle is in the account once the decision is retrieved', async () => {
    const vin = 'WXXE2EZZZ00000001';
    const erika = await office.citizen('erika');
    const before = await erika.vehicles();
    const id = await bringNewCar(erika, vin);
    const clerk = await office.clerk('clerk-leipzig');
    expect(await clerk.queue()).toContain(id);
    await clerk.decide(id, 'APPROVE');
    await erika.retrieve(id);
    const seen = await erika.see(id);
    expect(seen).toMatchObject({
      fee: { total: { amount: 2790 } },
      decision: { outcome: 'APPROVED', retrievedAt: expect.any(String) },
    });
    expect(seen.decision.plate).toMatch(/^L [A-T]/);
    const now = await erika.vehicles();
    expect(now).toHaveLength(before.length + 1);
    expect(now).toContainEqual(expect.objectContaining({ plate: seen.decision.plate, status: 'REGISTERED' }));
  }, 120_000);

  test('change of keeper with another plate: from Dresden to Leipzig, by a clerk of Leipzig', async () => {
    const { vehicle, plate } = specimen('max');
    const erika = await office.citizen('erika');
    const given = {
      ...insured,
      ...specimenCodes(vehicle.vin),
      vin: vehicle.vin,
      plate,
      taxMandate: await erika.taxMandate('Erika Mustermann'),
      inspectionDueOn: nextYear(),
      residence: leipzig,
    };
    const id = await erika.bring('KEEPER_CHANGE_NEW_PLATE', null, given, 'WITH_CLERK');
    const max = await office.citizen('max');
    expect(await max.vehicles()).toHaveLength(1);
    await (await office.clerk('clerk-leipzig-2')).decide(id, 'APPROVE');
    await erika.retrieve(id);
    expect(await erika.see(id)).toMatchObject({ fee: { total: { amount: 2820 } }, authority: { ags: leipzig } });
    expect(await erika.vehicles()).toContainEqual(
      expect.objectContaining({ id: vehicle.id, plate: expect.stringMatching(/^L /) }),
    );
    expect(await max.vehicles()).toEqual([]);
    const { data } = await max.ask('{ me { vehicleNotices { nodes { kind plate } } } }');
    expect(data.me.vehicleNotices.nodes).toEqual([{ kind: 'KEEPER_CHANGED', plate }]);
  }, 120_000);

  test('change of keeper with the plate kept: automatic, the vehicle changes hands when the decision is retrieved, and the new papers are good for the next procedure', async () => {
    const { vehicle, plate } = specimen('otto');
    const hanna = await office.citizen('hanna');
    const given = {
      ...insured,
      ...specimenCodes(vehicle.vin),
      vin: vehicle.vin,
      plate,
      taxMandate: await hanna.taxMandate('Hanna Probst-Vorlage'),
      inspectionDueOn: nextYear(),
      residence: '14729050',
    };
    const id = await hanna.bring('KEEPER_CHANGE_PLATE_KEPT', null, given, 'DECIDED');
    const otto = await office.citizen('otto');
    expect((await otto.vehicles()).map(({ id: each }) => each)).toEqual([vehicle.id]);
    await hanna.retrieve(id);
    expect(await hanna.vehicles()).toContainEqual(expect.objectContaining({ id: vehicle.id, plate }));
    expect(await otto.vehicles()).toEqual([]);
    expect(events(await hanna.see(id)).slice(0, 5)).toEqual(automatic);

    await hanna.hasPapers(id);
    const off = await hanna.bring('DE_REGISTRATION', vehicle.id, await office.letter(id), 'DECIDED');
    expect(await hanna.see(off)).toMatchObject({
      isAutomatic: true,
      vehicle: { id: vehicle.id, status: 'OFF_THE_ROAD' },
    });
    expect(events(await hanna.see(off))).toEqual(automatic);
  }, 120_000);

  test('change of address with the plate kept: automatic', async () => {
    const { vehicle, plate, citizen } = specimen('sabine');
    const sabine = await office.citizen('sabine');
    const { certificateOneCode } = specimenCodes(vehicle.vin);
    const given = { certificateOneCode, inspectionDueOn: nextYear(), residence: citizen.residence.ags };
    const id = await sabine.bring('ADDRESS_CHANGE_PLATE_KEPT', vehicle.id, given, 'DECIDED');
    await sabine.retrieve(id);
    expect(await sabine.see(id)).toMatchObject({
      fee: { total: { amount: 1140 } },
      authority: { ags: citizen.place.vehicleAuthority },
      decision: { outcome: 'APPROVED', isAutomatic: true, plate },
    });
  }, 120_000);

  test('change of address with another plate: from Rotenburg to Leipzig, by a clerk of Leipzig', async () => {
    const { vehicle } = specimen('lieschen');
    const lieschen = await office.citizen('lieschen');
    const { certificateOneCode, certificateTwoCode } = specimenCodes(vehicle.vin);
    const given = { certificateOneCode, certificateTwoCode, inspectionDueOn: nextYear(), residence: leipzig };
    const id = await lieschen.bring('ADDRESS_CHANGE_NEW_PLATE', vehicle.id, given, 'WITH_CLERK');
    expect(await (await office.clerk('clerk-rotenburg')).queue()).toEqual([]);
    await (await office.clerk('clerk-leipzig')).decide(id, 'APPROVE');
    await lieschen.retrieve(id);
    const seen = await lieschen.see(id);
    expect(seen).toMatchObject({ fee: { total: { amount: 2820 } }, authority: { ags: leipzig } });
    expect(await lieschen.vehicles()).toContainEqual(
      expect.objectContaining({ id: vehicle.id, plate: seen.decision.plate }),
    );
    expect(seen.decision.plate).toMatch(/^L /);
  }, 120_000);
});

test('an open fee of a vehicle is paid online, and is open no more', async () => {
  const erika = await office.citizen('erika');
  const [fee, ...others] = await erika.openFees();
  await erika.payFee(fee?.id ?? '');
  await eventually('the fee to be settled', async () => (await erika.openFees()).length === others.length, 45_000);
  expect(await erika.newestPayment()).toMatchObject({ status: 'SUCCESS', amount: { amount: fee?.amount.amount } });
}, 60_000);

describe('who may do what', () => {
  test('a clerk rejects with reasons, which the citizen reads; the fee stays paid and waits for a decision on it', async () => {
    const vin = 'WXXE2EZZZ00000002';
    const erika = await office.citizen('erika');
    const id = await bringNewCar(erika, vin);
    const clerk = await office.clerk('clerk-leipzig');
    expect((await clerk.decide(id, 'REJECT')).problems.length).toBeGreaterThan(0);
    await clerk.decide(id, 'REJECT', ['Die Übereinstimmungsbescheinigung fehlt.']);
    expect(await erika.see(id)).toMatchObject({
      state: 'REJECTED',
      decision: { outcome: 'REJECTED', reasons: ['Die Übereinstimmungsbescheinigung fehlt.'] },
    });
    expect(await erika.newestPayment()).toMatchObject({ status: 'SUCCESS', amount: { amount: 2790 } });
  }, 120_000);

  test('a clerk of another authority neither sees nor decides it', async () => {
    const vin = 'WXXE2EZZZ00000003';
    const erika = await office.citizen('erika');
    const id = await bringNewCar(erika, vin);
    const chemnitz = await office.clerk('clerk-chemnitz');
    expect(await chemnitz.queue()).not.toContain(id);
    const { data } = await chemnitz.ask('query ($id: ID!) { authorityProcedure(id: $id) { id } }', { id });
    expect(data).toEqual({ authorityProcedure: null });
    expect(await chemnitz.decide(id, 'APPROVE')).toMatchObject({
      procedure: null,
      problems: [{ code: expect.any(String) }],
    });
    expect((await erika.find(id))?.state).toBe('WITH_CLERK');
    const juergen = await office.citizen('juergen');
    expect(await juergen.find(id)).toBeNull();
  }, 120_000);

  test('citizens have no queue and clerks no vehicles, both said by the gateway before a service is asked', async () => {
    const erika = await office.citizen('erika');
    const citizen = await erika.ask('{ authorityProcedures(first: 1) { nodes { id } } }');
    expect(citizen.data).toEqual({ authorityProcedures: null });
    expect(citizen.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', missingScopes: ['procedures:decide'] } }]);
    const leipzigs = await office.clerk('clerk-leipzig');
    const clerk = await leipzigs.ask('{ me { vehicles(first: 1) { nodes { id } } } }');
    expect(clerk.data).toEqual({ me: null });
    expect(clerk.errors?.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
    const start = await leipzigs.ask(
      'mutation { startProcedure(input: { kind: FIRST_REGISTRATION, idempotencyKey: "k" }) { problems { code } } }',
    );
    expect(start.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', missingScopes: ['vehicles:write'] } }]);
  }, 60_000);

  test('with a password alone an address is not changed: the problem says which login it takes', async () => {
    const { vehicle, citizen } = specimen('ayse');
    const ayse = await office.citizen('ayse', 'NORMAL');
    const { value: begun, problems } = await ayse.start('ADDRESS_CHANGE_PLATE_KEPT', vehicle.id, 'address of ayse');
    const told = [...problems];
    if (begun) {
      const { certificateOneCode } = specimenCodes(vehicle.vin);
      const given = { certificateOneCode, inspectionDueOn: nextYear(), residence: citizen.residence.ags };
      told.push(...(await ayse.save(begun.id, given)).problems, ...(await ayse.check(begun.id)).problems);
    }
    expect(told).toContainEqual(expect.objectContaining({ code: 'ASSURANCE_TOO_LOW', remedy: expect.any(String) }));
  }, 60_000);
});
