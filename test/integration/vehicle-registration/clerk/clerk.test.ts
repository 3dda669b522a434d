import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { eventually } from '../../../testkit/system.ts';
import { listOf } from '../clients/outside-world.ts';
import { applicant } from '../procedures/applicant.ts';
import { deRegistrationForm, keeperChangeForm, registrationForm } from '../procedures/forms.ts';
import { day, openRegistrationOffice, person, type RegistrationOffice } from '../procedures/registration-office.ts';
import { clerkOf, desk, leipzig, problemsOf, rotenburg } from './desk.ts';

let office: RegistrationOffice;
let number = 0;
const erika = person('erika');
const anna = clerkOf(leipzig, 'anna');
const bert = clerkOf(leipzig, 'bert');

beforeAll(async () => {
  office = await openRegistrationOffice();
});
afterAll(() => office[Symbol.asyncDispose]());

/** Erika's car is back on the road, as soon as a clerk says so. */
async function reRegistration() {
  const car = await office.addVehicle((number += 1), { keeper: erika.sub ?? '', deregistered_on: '2026-01-10' });
  const { certificateOneCode } = car.codes;
  const given = { ...registrationForm, certificateOneCode, hasNoScrappingCertificate: true };
  return applicant(office, erika).brought('RE_REGISTRATION', car.id, given, 'WITH_CLERK');
}

/** Erika's car is off the road, by itself. */
async function deRegistration() {
  const car = await office.addVehicle((number += 1), { keeper: erika.sub ?? '' });
  return applicant(office, erika).brought('DE_REGISTRATION', car.id, deRegistrationForm(car), 'DECIDED');
}

const toldIn = (id: string) =>
  eventually('the back office', async () => (await desk(office, anna).see(id))?.delivery.toldAt);
const fileOf = async (id: string) =>
  (await listOf(office.world.rest.url, '/vorgaenge')).find((file) => file['id'] === id);

describe('the queue of an authority', () => {
  test('has what was submitted to it, with what a clerk needs and without who it was', async () => {
    const { id } = await reRegistration();
    const [seen] = (await desk(office, anna).queue('states: [WITH_CLERK]')).filter((each) => each.id === id);
    expect(seen).toMatchObject({
      kind: 'RE_REGISTRATION',
      isAutomatic: false,
      authority: { ags: leipzig },
      delivery: { backOfficeReference: expect.stringMatching(/^KFZ-/), parked: null },
      decision: null,
      feeDecisions: [],
    });
    expect(seen?.findings).toContainEqual({ check: 'REGISTER', outcome: 'PASSED' });
    expect(seen?.inputs).toContainEqual({ name: 'INSURANCE_CONFIRMATION', value: 'MU12345' });
    expect(seen?.availableActions).toEqual([
      { action: 'DECIDE', isAvailable: true, blockedBy: [] },
      { action: 'REVIEW', isAvailable: false, blockedBy: [{ code: 'REVIEW_OVER' }] },
      { action: 'REDELIVER', isAvailable: false, blockedBy: [{ code: 'NOT_PARKED' }] },
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/sector-erika|CERTIFICATE_ONE|SEAL/);
  });

  test('has nothing of another authority, neither in lists nor by id, and nothing can be done with it', async () => {
    const { id } = await reRegistration();
    const stranger = desk(office, clerkOf(rotenburg));
    expect(await stranger.queue()).toEqual([]);
    expect(await stranger.see(id)).toBeNull();
    for (const answer of [
      await stranger.decide(id, 'APPROVE'),
      await stranger.review(id, 'CONFIRM'),
      await stranger.redeliver(id),
    ])
      expect({ problems: problemsOf(answer), procedure: answer.procedure }).toEqual({
        problems: ['PROCEDURE_UNKNOWN'],
        procedure: null,
      });
    // Nor has the authority of a place within the district, or of the state.
    for (const near of ['14713', '14', '147130001']) expect(await desk(office, clerkOf(near)).see(id)).toBeNull();
  });

  test('has nothing that a citizen has not submitted and paid', async () => {
    const car = await office.addVehicle((number += 1), { keeper: erika.sub ?? '' });
    const started = await applicant(office, erika).start('DE_REGISTRATION', car.id);
    expect(await desk(office, anna).see(started.procedure?.id ?? '')).toBeNull();
  });

  test('is for clerks: a citizen and nobody are refused, and a clerk is no citizen', async () => {
    const { id } = await reRegistration();
    for (const query of [
      '{ authorityProcedures(first: 1) { nodes { id } } }',
      `{ authorityProcedure(id: "${id}") { id } }`,
      '{ proceduresToReview(first: 1) { nodes { id } } }',
      `mutation { decideProcedure(input: { procedureId: "${id}", decision: APPROVE }) { problems { code } } }`,
      `mutation { reviewDecision(input: { procedureId: "${id}", verdict: CONFIRM }) { problems { code } } }`,
      `mutation { redeliverProcedure(input: { procedureId: "${id}" }) { problems { code } } }`,
    ]) {
      const citizen = await office.ask({ ...erika, scope: 'procedures:decide' }, query);
      expect(citizen.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      const nobody = await office.ask({ scope: 'procedures:decide' }, query);
      expect(nobody.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
    const asCitizen = await office.ask(anna, `{ procedure(id: "${id}") { id } }`);
    expect(asCitizen.data?.procedure ?? null).toBeNull();
  });
});

describe('a decision', () => {
  test('that approves is told to register and back office, and the citizen gets the plate', async () => {
    const { id } = await reRegistration();
    const { procedure, problems } = await desk(office, anna).decide(id, 'APPROVE');
    expect(problems).toEqual([]);
    expect(procedure).toMatchObject({ state: 'DECIDED', decision: { outcome: 'APPROVED', isAutomatic: false } });
    await toldIn(id);
    expect(await fileOf(id)).toMatchObject({ abschluss: { entscheidung: 'stattgegeben' } });
    const notices = await listOf(office.world.register.url, '/mitteilungen');
    const shown = await applicant(office, erika).shown(id);
    expect(notices.filter((notice) => notice['vorgang'] === id)).toMatchObject([
      { status: 'zugelassen', kennzeichen: shown?.decision?.plate, datum: '2026-03-02' },
    ]);
  });

  test('that rejects needs reasons, which the citizen reads, and opens a decision on the fee', async () => {
    const { id } = await reRegistration();
    const clerk = desk(office, anna);
    expect(problemsOf(await clerk.decide(id, 'REJECT'))).toEqual(['REASONS_REQUIRED']);
    expect(problemsOf(await clerk.decide(id, 'REJECT', ['  ']))).toEqual(['REASON_MALFORMED']);
    expect(problemsOf(await clerk.decide(id, 'REJECT', ['x'.repeat(501)]))).toEqual(['REASON_MALFORMED']);
    const { procedure } = await clerk.decide(id, 'REJECT', ['Die Versicherung hat widerrufen.']);
    expect(procedure).toMatchObject({
      state: 'REJECTED',
      feeDecisions: [{ reason: 'REJECTED', amount: { amount: expect.any(Number) }, closedAt: null }],
    });
    const shown = await applicant(office, erika).shown(id);
    expect(shown?.decision?.reasons).toEqual(['Die Versicherung hat widerrufen.']);
    await toldIn(id);
    expect(await fileOf(id)).toMatchObject({ abschluss: { entscheidung: 'abgelehnt' } });
    const notices = await listOf(office.world.register.url, '/mitteilungen');
    expect(notices.filter((notice) => notice['vorgang'] === id)).toEqual([]);
  });

  test('stands: the same again changes nothing, another one is refused', async () => {
    const { id } = await reRegistration();
    const clerk = desk(office, anna);
    await clerk.decide(id, 'APPROVE');
    expect(problemsOf(await clerk.decide(id, 'APPROVE'))).toEqual([]);
    expect(problemsOf(await clerk.decide(id, 'REJECT', ['No.']))).toEqual(['NOT_WITH_CLERK']);
    expect(problemsOf(await desk(office, bert).decide(id, 'APPROVE'))).toEqual(['NOT_WITH_CLERK']);
  });

  test('is made once where twenty are made at the same time', async () => {
    const { id } = await reRegistration();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        desk(office, clerkOf(leipzig, `clerk-${place}`)).decide(id, place % 2 === 0 ? 'APPROVE' : 'REJECT', ['Why.']),
      ),
    );
    expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(1);
    const decisions = office.db.selectFrom('procedure_decision').selectAll().where('procedure_id', '=', id);
    expect(await decisions.execute()).toHaveLength(1);
  });

  test('of a clerk is not made about what decides itself', async () => {
    const { id } = await deRegistration();
    expect(problemsOf(await desk(office, anna).decide(id, 'REJECT', ['No.']))).toEqual(['NOT_WITH_CLERK']);
  });
});

describe('the review of an automatic decision', () => {
  test('draws a part of them: those of which the hash of the id begins low', async () => {
    const { id } = await deRegistration();
    const isDrawn = (createHash('sha256').update(id).digest()[0] ?? 0) < 26;
    expect((await desk(office, anna).toReview()).some((each) => each.id === id)).toBe(isDrawn);
  });

  test('ends with the confirmation of one clerk', async () => {
    const { id } = await deRegistration();
    const { procedure } = await desk(office, anna).review(id, 'CONFIRM');
    expect(procedure).toMatchObject({ state: 'DECIDED', review: { result: 'CONFIRMED' } });
    expect(problemsOf(await desk(office, bert).review(id, 'REVOKE', ['Late.']))).toEqual(['REVIEW_OVER']);
  });

  test('revokes with two clerks, never with one, and the back office learns of it', async () => {
    const { id } = await deRegistration();
    await toldIn(id);
    expect(problemsOf(await desk(office, anna).review(id, 'REVOKE'))).toEqual(['REASONS_REQUIRED']);
    const proposed = await desk(office, anna).review(id, 'REVOKE', ['The seals were those of another car.']);
    expect(proposed.procedure).toMatchObject({
      state: 'DECIDED',
      review: { isRevocationProposed: true, isProposedByCaller: true, result: null },
    });
    expect(problemsOf(await desk(office, anna).review(id, 'REVOKE', ['Again.']))).toEqual(['FOUR_EYES']);
    expect(problemsOf(await desk(office, anna).review(id, 'CONFIRM'))).toEqual(['FOUR_EYES']);
    expect((await desk(office, bert).toReview()).map((each) => each.id)).toContain(id);
    const reviewOf = async (clerk: typeof anna) =>
      (await desk(office, clerk).see(id))?.availableActions.find(({ action }) => action === 'REVIEW');
    expect(await reviewOf(anna)).toMatchObject({ isAvailable: false, blockedBy: [{ code: 'FOUR_EYES' }] });
    expect(await reviewOf(bert)).toMatchObject({ isAvailable: true, blockedBy: [] });
    expect((await desk(office, anna).toReview()).map((each) => each.id)).not.toContain(id);

    const revoked = await desk(office, bert).review(id, 'REVOKE', ['I agree.']);
    expect(revoked.procedure).toMatchObject({ state: 'REVOKED', review: { result: 'REVOKED' } });
    await toldIn(id);
    expect(await fileOf(id)).toMatchObject({ abschluss: { entscheidung: 'aufgehoben' } });
    expect((await applicant(office, erika).shown(id))?.state).toBe('REVOKED');
  });

  test('is over after a month', async () => {
    const { id } = await deRegistration();
    office.travel(32 * day);
    try {
      expect(problemsOf(await desk(office, anna).review(id, 'CONFIRM'))).toEqual(['REVIEW_OVER']);
      expect((await desk(office, anna).toReview()).map((each) => each.id)).not.toContain(id);
    } finally {
      office.travel(-32 * day);
    }
  });

  test('of what takes effect later keeps it from taking effect', async () => {
    const max = person('max');
    const car = await office.addVehicle((number += 1), { keeper: erika.sub ?? '' });
    const asMax = applicant(office, max);
    const { id } = await asMax.brought('KEEPER_CHANGE_PLATE_KEPT', undefined, keeperChangeForm(car), 'DECIDED');
    await desk(office, anna).review(id, 'REVOKE', ['Stolen papers.']);
    await desk(office, bert).review(id, 'REVOKE', ['Stolen papers.']);
    await asMax.retrieve(id);
    const vehicle = office.db.selectFrom('vehicle').select('keeper').where('id', '=', car.id);
    expect(await vehicle.executeTakeFirstOrThrow()).toEqual({ keeper: erika.sub });
  });
});

describe('a delivery that cannot go on by itself', () => {
  test('is seen with its reason, and goes on when a clerk lets it', async () => {
    const { id } = await reRegistration();
    await office.db
      .insertInto('parked_delivery')
      .values({ procedure_id: id, reason: 'REFUSED_BY_BACK_OFFICE', detail: 'ANDERER_ANTRAG', parked_at: new Date() })
      .execute();
    const clerk = desk(office, anna);
    await clerk.decide(id, 'APPROVE');
    expect((await clerk.queue('isParked: true')).map((each) => each.id)).toEqual([id]);
    expect((await clerk.queue('isParked: false')).map((each) => each.id)).not.toContain(id);
    expect((await clerk.see(id))?.delivery).toMatchObject({
      toldAt: null,
      parked: { reason: 'REFUSED_BY_BACK_OFFICE', detail: 'ANDERER_ANTRAG' },
    });
    expect(problemsOf(await clerk.redeliver(id))).toEqual([]);
    await toldIn(id);
    expect(problemsOf(await clerk.redeliver(id))).toEqual(['NOT_PARKED']);
  });
});
