import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { specimenCertificateTwoCode } from '../../../../specimens/federal-register/certificate-two.ts';
import { noFaults } from '../../../../specimens/kit/faults.ts';
import { adaptersOf, apiKey, listOf, startOutsideWorld } from './outside-world.ts';

let world: Awaited<ReturnType<typeof startOutsideWorld>>;
let adapters: ReturnType<typeof adaptersOf>;
const vin = 'WXXZZZ00Z00000001';

beforeAll(async () => {
  world = await startOutsideWorld();
  adapters = adaptersOf(world.config);
});
afterAll(async () => {
  await adapters.close();
  await world[Symbol.asyncDispose]();
});

describe('the federal register', () => {
  const change = {
    procedureId: '01990000-0000-7000-8000-0000000000aa',
    kind: 'ADDRESS_CHANGE_PLATE_KEPT',
    vin: 'WXXZZZ00Z00000002',
    status: 'REGISTERED' as const,
    plate: 'L AB 222',
    authority: '14713000',
    datedOn: '2026-11-20',
  };

  test('knows a vehicle with its certificate, and of which type it is', async () => {
    const answer = await adapters.register.check({
      vin,
      plate: 'L AB 1',
      certificateTwoCode: specimenCertificateTwoCode(vin),
    });
    expect(answer).toEqual({
      outcome: 'MATCH',
      vehicle: {
        make: expect.any(String),
        model: expect.any(String),
        hsn: expect.any(String),
        tsn: expect.any(String),
      },
    });
  });

  test.each([
    ['a VIN that nobody has', { vin: 'WVWZZZ1JZXW000001' }],
    ['another code of the certificate', { vin, certificateTwoCode: 'FAAAAAAAAAA1' }],
  ])('answers alike to %s', async (_, query) => {
    expect(await adapters.register.check(query)).toEqual({ outcome: 'NO_MATCH' });
  });

  test('knows what was scrapped', async () => {
    expect(await adapters.register.check({ vin: 'WXXZZZ00Z99000001' })).toEqual({ outcome: 'SCRAPPED' });
  });

  test('takes a change once, and knows the plate from then on', async () => {
    expect(await adapters.register.record(change)).toEqual({ outcome: 'RECORDED' });
    expect(await adapters.register.record(change)).toEqual({ outcome: 'RECORDED' });
    const notices = await listOf(world.register.url, '/mitteilungen');
    expect(notices.filter(({ vorgang }) => vorgang === change.procedureId)).toHaveLength(1);
    expect(await adapters.register.check({ vin: change.vin, plate: 'L AB 222' })).toMatchObject({ outcome: 'MATCH' });
    expect(await adapters.register.check({ vin: change.vin, plate: 'L AB 223' })).toEqual({ outcome: 'NO_MATCH' });
  });

  test('refuses another change under the same procedure, and one of a scrapped vehicle', async () => {
    await adapters.register.record(change);
    expect(await adapters.register.record({ ...change, plate: 'L AB 999' })).toEqual({
      outcome: 'REFUSED',
      code: 'ABWEICHENDE_WIEDERHOLUNG',
    });
    const scrapped = { ...change, procedureId: 'another', vin: 'WXXZZZ00Z99000001' };
    expect(await adapters.register.record(scrapped)).toEqual({ outcome: 'REFUSED', code: 'FAHRZEUG_VERWERTET' });
  });
});

describe('the insurers', () => {
  test('confirm, say what has lapsed, and know no others', async () => {
    expect(await adapters.insurers.check('MU12345', '2026-11-20')).toEqual({
      outcome: 'CONFIRMED',
      validUntil: '2027-04-20',
    });
    expect(await adapters.insurers.check('LA12345', '2026-11-20')).toEqual({
      outcome: 'LAPSED',
      lapsedOn: '2026-10-20',
    });
    expect(await adapters.insurers.check('XX12345', '2026-11-20')).toEqual({ outcome: 'UNKNOWN' });
  });
});

describe('the customs administration', () => {
  const owe = (cent: number) =>
    fetch(`${world.customs.url}/rueckstaende/${vin}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cent }),
    });

  test('says whether anything is owed for any of the vehicles', async () => {
    expect(await adapters.customs.check([vin])).toEqual({ outcome: 'NONE' });
    await owe(12_00);
    expect(await adapters.customs.check(['WXXZZZ00Z00000005', vin])).toEqual({ outcome: 'ARREARS' });
    await owe(0);
    expect(await adapters.customs.check([vin])).toEqual({ outcome: 'NONE' });
  });
});

describe.each(['register', 'insurers', 'customs'] as const)('%s in trouble', (name) => {
  const ask = () => {
    if (name === 'register') return adapters.register.check({ vin });
    return name === 'insurers' ? adapters.insurers.check('MU12345', '2026-11-20') : adapters.customs.check([vin]);
  };

  test.each([
    ['closed', { closed: true }, 'CLOSED'],
    ['failing', { errorRate: 1 }, 'BAD_ANSWER'],
    ['answering with a page', { badAnswer: true }, 'BAD_ANSWER'],
    ['silent', { hang: true }, 'TIMEOUT'],
  ] as const)('is unavailable while %s, and neither confirms nor refuses', async (_, faults, reason) => {
    Object.assign(world[name].faults, faults);
    try {
      expect(await ask()).toMatchObject({ outcome: 'UNAVAILABLE', reason });
    } finally {
      Object.assign(world[name].faults, noFaults);
    }
    expect(await ask()).not.toMatchObject({ outcome: 'UNAVAILABLE' });
  });
});
