import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applicant } from './applicant.ts';
import { day, minute, openRegistrationOffice, person, type RegistrationOffice } from './registration-office.ts';

let office: RegistrationOffice;
beforeAll(async () => {
  office = await openRegistrationOffice();
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const erika = person('erika');
let number = 0;

/** A de-registration that waits for its fee. */
async function awaiting() {
  const car = await office.addVehicle(++number, { keeper: erika.sub ?? '' });
  const { sealCodeFront, sealCodeRear, certificateOneCode } = car.codes;
  const given = { sealCodeFront, sealCodeRear, certificateOneCode };
  return applicant(office, erika).submitted('DE_REGISTRATION', car.id, given);
}
const asErika = () => applicant(office, erika);
const feeDecisionsOf = (id: string) =>
  office.db
    .selectFrom('fee_decision')
    .select(['reason', 'amount_cents', 'closed_at'])
    .where('procedure_id', '=', id)
    .execute();

test('a demand is the same while it is unpaid, each time with a life of its own, and ends with the time for payment', async () => {
  const procedure = await awaiting();
  const first = await office.readDemand(procedure.feeDemand ?? '');
  office.travel(50 * minute);
  const second = await office.readDemand((await asErika().shown(procedure.id))?.feeDemand ?? '');
  expect(second).toMatchObject({ jti: first.jti, sub: procedure.id, lines: [{ number: '224.2', cents: 570 }] });
  expect(second.exp - first.exp).toBe(50 * 60);
  office.travel(13 * day + 23 * 60 * minute);
  const last = await office.readDemand((await asErika().shown(procedure.id))?.feeDemand ?? '');
  expect(new Date(last.exp * 1_000).getTime()).toBeLessThanOrEqual(office.clock.now.getTime() + 60 * minute);
  office.travel(day);
  const late = await asErika().shown(procedure.id);
  expect(late?.feeDemand ?? null).toBeNull();
});

test('a fee that is paid moves the procedure on exactly once, however often and in whatever order it is told', async () => {
  const procedure = await awaiting();
  const { data } = await asErika().pay(procedure, 'payment.failed', { failureReason: 'DECLINED', paymentId: 'p-0' });
  expect((await asErika().shown(procedure.id))?.state).toBe('AWAITING_PAYMENT');
  const paid = { ...data, paymentId: 'p-1', failureReason: null };
  const id = randomUUID();
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => office.sendEvent('payment.succeeded', paid, id)),
    ...Array.from({ length: 10 }, () => office.sendEvent('payment.succeeded', paid)),
  ]);
  expect(new Set(answers)).toEqual(new Set([204]));
  const decided = await asErika().reaches(procedure.id, 'DECIDED');
  expect(decided.history.map(({ event, note }) => [event, note])).toEqual([
    ['START', null],
    ['PASS_CHECK', null],
    ['SUBMIT', null],
    ['PAYMENT_FAILED', 'DECLINED'],
    ['PAY', null],
    ['APPROVE', null],
  ]);
  expect(await office.sendEvent('payment.failed', { ...data, paymentId: 'p-0' })).toBe(204);
  expect((await asErika().shown(procedure.id))?.state).toBe('DECIDED');
  expect(await feeDecisionsOf(procedure.id)).toEqual([]);
});

test('what belongs to no demand, or is another amount, is refused for good; what is not signed is not read', async () => {
  const procedure = await awaiting();
  for (const changed of [
    { amountCents: 1 },
    { currency: 'USD' },
    { demandId: randomUUID() },
    { caseReference: randomUUID() },
    { demandId: 'none' },
  ])
    expect((await asErika().pay(procedure, 'payment.succeeded', changed)).status).toBe(422);
  expect((await asErika().pay(procedure, 'payment.invented')).status).toBe(422);
  const response = await fetch(`${office.url}/events/payments`, { method: 'POST', body: '{}' });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect((await asErika().shown(procedure.id))?.state).toBe('AWAITING_PAYMENT');
});

test('money that comes for a procedure that was withdrawn, or twice, opens a fee decision; a refund closes it', async () => {
  const procedure = await awaiting();
  await asErika().withdraw(procedure.id);
  const { status, data } = await asErika().pay(procedure);
  expect(status).toBe(204);
  expect((await asErika().shown(procedure.id))?.state).toBe('WITHDRAWN');
  expect(await feeDecisionsOf(procedure.id)).toEqual([
    { reason: 'PAID_AFTER_THE_END', amount_cents: 570, closed_at: null },
  ]);
  expect(await office.sendEvent('payment.refunded', data)).toBe(204);
  expect((await feeDecisionsOf(procedure.id))[0]?.closed_at).not.toBeNull();

  const twice = await awaiting();
  await asErika().pay(twice);
  await asErika().pay(twice, 'payment.succeeded', { paymentId: 'another' });
  await asErika().reaches(twice.id, 'DECIDED');
  expect(await feeDecisionsOf(twice.id)).toMatchObject([{ reason: 'PAID_TWICE' }]);
});

test('the database lets nothing be decided that is not paid', async () => {
  const procedure = await awaiting();
  for (const state of ['SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED'] as const)
    await expect(
      office.db.updateTable('procedure').set({ state }).where('id', '=', procedure.id).execute(),
    ).rejects.toThrow(/decided_is_paid/);
});

test('the keys that demands are signed with are public, their private parts are not', async () => {
  const { keys } = (await (await fetch(`${office.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
});
