import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { erika, max, startPayingSystem, type PayingSystem } from './paying-system.ts';

let system: PayingSystem;
beforeAll(async () => {
  system = await startPayingSystem();
});
afterAll(() => system?.close());

const iban = 'DE89 3704 0044 0532 0130 00';
const createSepaMandate = `mutation ($input: CreateSepaMandateInput!) { createSepaMandate(input: $input) {
  mandate { id reference maskedIban signedAt revokedAt } problems { code field } } }`;

async function give(input: object = {}, caller = erika) {
  const wish = { iban, accountHolder: 'Erika Mustermann', hasConsented: true, idempotencyKey: randomUUID(), ...input };
  const { data, errors } = await system.subgraph.ask(caller, createSepaMandate, { input: wish });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.createSepaMandate;
}

describe('a SEPA mandate', () => {
  test('shows the account masked, and is stored encrypted', async () => {
    const { mandate, problems } = await give();
    expect(problems).toEqual([]);
    expect(mandate).toMatchObject({ maskedIban: 'DE89 •••• 3000', revokedAt: null });
    expect(mandate.reference).toMatch(/^KFZST-[A-Z2-9]{20}$/);
    const row = await system.db
      .selectFrom('sepa_mandate')
      .selectAll()
      .where('id', '=', mandate.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...row, sealed: row.sealed.toString('latin1') })).not.toMatch(
      /37040044|0532013|Mustermann/,
    );
    const { mandateSeal } = system.services;
    const sealed = { keyId: row.key_id, sealed: row.sealed };
    expect(mandateSeal.open(row.id, sealed)).toEqual({ iban: 'DE89370400440532013000', holder: 'Erika Mustermann' });
    // A row that is moved to somebody else's mandate opens no more, nor does one that was changed.
    expect(() => mandateSeal.open(randomUUID(), sealed)).toThrow();
    expect(() =>
      mandateSeal.open(row.id, { ...sealed, sealed: Buffer.concat([row.sealed.subarray(0, -1), Buffer.of(0xff)]) }),
    ).toThrow();
  });

  test.each([
    ['an account number with a wrong digit', { iban: 'DE88370400440532013000' }, 'IBAN_INVALID', 'iban'],
    ['none', { iban: '' }, 'IBAN_INVALID', 'iban'],
    ['an account outside of SEPA', { iban: 'TR330006100519786457841326' }, 'IBAN_NOT_SEPA', 'iban'],
    ['nobody as holder', { accountHolder: ' ' }, 'HOLDER_INVALID', 'accountHolder'],
    ['a holder that is too long', { accountHolder: 'x'.repeat(71) }, 'HOLDER_INVALID', 'accountHolder'],
    ['no consent', { hasConsented: false }, 'CONSENT_MISSING', 'hasConsented'],
    ['no key', { idempotencyKey: '' }, 'IDEMPOTENCY_KEY_MALFORMED', 'idempotencyKey'],
  ])('is refused with %s', async (_, input, code, field) => {
    expect(await give(input)).toEqual({ mandate: null, problems: [{ code, field: ['input', field] }] });
  });

  test('is given once for a key; the same key for another account is a conflict', async () => {
    const key = { idempotencyKey: 'one mandate' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => give(key)));
    expect(new Set(answers.map(({ mandate }) => mandate.id)).size).toBe(1);
    expect((await give({ ...key, iban: 'DE02120300000000202051' })).problems).toMatchObject([
      { code: 'IDEMPOTENCY_CONFLICT' },
    ]);
  });

  test('is its citizen’s own to see and to revoke', async () => {
    const { mandate } = await give({}, max);
    const revoke =
      'mutation ($id: ID!) { revokeSepaMandate(input: { id: $id }) { mandate { id revokedAt } problems { code } } }';
    for (const id of [mandate.id, 'x'])
      expect((await system.subgraph.ask(erika, revoke, { id })).data.revokeSepaMandate).toEqual({
        mandate: null,
        problems: [{ code: 'NOT_FOUND' }],
      });
    const first = (await system.subgraph.ask(max, revoke, { id: mandate.id })).data.revokeSepaMandate;
    expect(first).toEqual({ mandate: { id: mandate.id, revokedAt: expect.any(String) }, problems: [] });
    expect((await system.subgraph.ask(max, revoke, { id: mandate.id })).data.revokeSepaMandate).toEqual(first);
    const list =
      'query ($id: ID!) { _entities(representations: [{ __typename: "Citizen", id: $id }]) { ... on Citizen { sepaMandates { id } } } }';
    const of = async (caller: typeof erika) =>
      (await system.subgraph.ask(caller, list, { id: caller.cid })).data._entities[0].sepaMandates;
    expect(await of(max)).toEqual([{ id: mandate.id }]);
    expect((await of(erika)).map(({ id }: { id: string }) => id)).not.toContain(mandate.id);
  });
});
