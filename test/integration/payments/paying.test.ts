import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startPayingSystem, until, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const statusIs = (id: string, wanted: string) =>
  until(
    () => system.status(id),
    (status) => status === wanted,
  );
const toldAbout = (id: string) =>
  until(
    () => system.client.events.filter(({ data }) => data['paymentId'] === id),
    (events) => events.length > 0,
  );

describe('a fee demand that is paid', () => {
  test('goes from the paying page to success, and the demanding service is told once', async () => {
    const { payment, payUrl, problems } = await system.create({ sub: 'case-1', jti: 'demand-1' });
    expect(problems).toEqual([]);
    expect(payment).toMatchObject({ status: 'STARTED', payUrl });
    const page = await (await fetch(payUrl ?? '')).text();
    expect(page).toContain('Außerbetriebsetzung');
    const id = payment?.id ?? '';
    await system.pay(id);
    await statusIs(id, 'SUCCESS');
    const [event, ...others] = await toldAbout(id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'payment.succeeded',
      data: {
        paymentId: id,
        demandId: 'demand-1',
        caseReference: 'case-1',
        authority: '14713000',
        amountCents: 1_590,
        currency: 'EUR',
        reference: expect.stringMatching(/^14713000-/),
      },
    });
  });
});
