import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { isCreditorReference } from '../../../subgraphs/payments/domain/epc-code.ts';
import { erika, max, startPayingSystem, until, type PayingSystem } from './paying-system.ts';
import { feeRow } from './payment-rows.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const query = 'query ($id: ID!) { payment(id: $id) { receipt { fileName mediaType content } } }';

describe('a receipt', () => {
  test('is a PDF, once the payment is made, and for its citizen alone', async () => {
    const { payment } = await system.create();
    const id = payment?.id ?? '';
    const receipt = async (caller: object) => (await system.subgraph.ask(caller, query, { id })).data.payment?.receipt;
    expect(await receipt(erika)).toBeNull();
    await system.pay(id);
    await until(
      () => system.status(id),
      (status) => status === 'SUCCESS',
    );
    const file = await receipt(erika);
    expect(file).toMatchObject({ fileName: `receipt-${id}.pdf`, mediaType: 'application/pdf' });
    expect(Buffer.from(file.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await receipt({ sub: 'clerk', clerkOf: '14713000', scope: 'payments:administer' })).toBeNull();
    expect(await receipt(max)).toBeUndefined();
  });
});

describe('a transfer slip', () => {
  test('of an open fee has what a transfer needs: payee, account, amount, a reference that banks check, and the code', async () => {
    const vehicle = randomUUID();
    const elsewhere = randomUUID();
    await system.db
      .insertInto('fee_account')
      .values([
        { vehicle_id: vehicle, citizen: erika.sub, authority: '14713000' },
        { vehicle_id: elsewhere, citizen: erika.sub, authority: '12053000' },
      ])
      .execute();
    await system.db
      .insertInto('fee')
      .values([feeRow(vehicle, erika.sub, '2026-12-01'), feeRow(elsewhere, erika.sub, '2026-12-01')])
      .execute();
    const slips = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Vehicle { openFees {
      transferSlip { payee iban bic amount { amount } reference epcCode code { mediaType content } page { mediaType content } } } } } }`;
    const r = [vehicle, elsewhere].map((id) => ({ __typename: 'Vehicle', id }));
    const { data, errors } = await system.subgraph.ask(erika, slips, { r });
    expect(errors).toBeUndefined();
    const slip = data._entities[0].openFees[0].transferSlip;
    expect(slip).toMatchObject({
      payee: 'Stadt Leipzig',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      amount: { amount: 1_020 },
    });
    expect(isCreditorReference(slip.reference)).toBe(true);
    expect(slip.epcCode).toBe(
      [
        'BCD',
        '002',
        '1',
        'SCT',
        'COBADEFFXXX',
        'Stadt Leipzig',
        'DE89370400440532013000',
        'EUR10.20',
        '',
        slip.reference,
      ].join('\n'),
    );
    expect(Buffer.from(slip.code.content, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect(Buffer.from(slip.page.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(data._entities[1].openFees[0].transferSlip).toBeNull();
  });
});
