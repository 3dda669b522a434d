import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demandLines, startDemandingService, type DemandClaims } from './fee-demands.ts';
import { startPayingSystem, type PayingSystem } from './paying-system.ts';
import { createDemandReader } from '../../../subgraphs/payments/clients/fee-demands.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const codesOf = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code);

describe('a fee demand is refused', () => {
  test.each<[string, DemandClaims, string]>([
    ['that is for somebody else than payments', { aud: 'identity' }, 'DEMAND_INVALID'],
    ['that is a token of another kind', { typ: 'amtgraph-caller+jwt' }, 'DEMAND_INVALID'],
    ['that names a service nobody knows', { iss: 'somebody' }, 'DEMAND_INVALID'],
    ['for an authority that is not of that service', { authority: '14511000' }, 'DEMAND_INVALID'],
    ['for something that is no authority', { authority: '147' }, 'DEMAND_INVALID'],
    ['that has expired', { expiresIn: -60 }, 'DEMAND_EXPIRED'],
    ['without lines', { lines: [] }, 'DEMAND_INVALID'],
    ['with a line of nothing', { lines: [{ ...demandLines[0], cents: 0 }] }, 'DEMAND_INVALID'],
    ['that asks for less than nothing', { lines: [{ ...demandLines[0], cents: -570 }] }, 'DEMAND_INVALID'],
    ['for half a cent', { lines: [{ ...demandLines[0], cents: 0.5 }] }, 'DEMAND_INVALID'],
    ['for more than a payment can be', { lines: [{ ...demandLines[0], cents: 99_999_901 }] }, 'DEMAND_INVALID'],
    [
      'whose lines are more than a payment can be together',
      { lines: [1, 2].map(() => ({ ...demandLines[0], cents: 60_000_000 })) },
      'DEMAND_INVALID',
    ],
    ['without a purpose', { purpose: {} }, 'DEMAND_INVALID'],
    ['without a case', { sub: '' }, 'DEMAND_INVALID'],
  ])('%s', async (_, claims, code) => {
    expect(await system.create(claims)).toMatchObject({
      payment: null,
      payUrl: null,
      problems: [{ code, field: ['input', 'feeDemand'] }],
    });
  });

  test('that is no token, or somebody else signed, or was altered', async () => {
    const impostor = await startDemandingService();
    const [forged, own] = [await impostor.sign(), await system.client.sign()];
    await impostor.close();
    const [header, payload = '', signature] = own.split('.');
    const cheaper = {
      ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
      lines: [{ ...demandLines[0], cents: 1 }],
    };
    const altered = [header, Buffer.from(JSON.stringify(cheaper)).toString('base64url'), signature].join('.');
    const unsigned = [
      Buffer.from('{"alg":"none","typ":"amtgraph-fee-demand+jwt"}').toString('base64url'),
      payload,
      '',
    ].join('.');
    for (const feeDemand of ['', 'a.b.c', forged, altered, unsigned, `${own}${'x'.repeat(30_000)}`])
      expect(codesOf(await system.create({ feeDemand }))).toEqual(['DEMAND_INVALID']);
  });

  test('for now, while the keys of its service cannot be fetched', async () => {
    const read = createDemandReader([{ ...system.client, jwksUrl: 'http://127.0.0.1:9/jwks.json' }]);
    expect(await read(await system.client.sign())).toBe('DEMAND_NOT_CHECKED');
  });
});

describe('the way back from the paying page', () => {
  test.each([
    ['to an application that is listed', 'https://app.example/paid?case=1', []],
    ['to one that is not', 'https://evil.example/', ['RETURN_URL_NOT_ALLOWED']],
    ['to one that only looks like it', 'https://app.example.evil.example/', ['RETURN_URL_NOT_ALLOWED']],
    ['with a name in front', 'https://app.example@evil.example/', ['RETURN_URL_NOT_ALLOWED']],
    ['with a password in front', 'https://user:pass@app.example/', ['RETURN_URL_NOT_ALLOWED']],
    ['that is a script', 'javascript:alert(1)', ['RETURN_URL_NOT_ALLOWED']],
    ['that is nothing', 'paid', ['RETURN_URL_NOT_ALLOWED']],
  ])('leads %s', async (_, returnUrl, codes) => {
    expect(codesOf(await system.create({ returnUrl }))).toEqual(codes);
  });
});
