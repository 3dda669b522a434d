import { randomInt } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { v7, validate } from 'uuid';
import { maskIban } from '../domain/iban.ts';
import type { PaymentsDatabase } from './database.ts';
import type { BankDetails, MandateSeal } from './mandate-seal.ts';
import type { SepaMandateTable } from './sepa-mandate-tables.ts';

export type SepaMandateRow = Selectable<SepaMandateTable>;

const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A reference that tells nothing and cannot be guessed. */
function newReference(): string {
  return `KFZST-${Array.from({ length: 20 }, () => signs[randomInt(signs.length)]).join('')}`;
}

/** Stores a mandate, once for each idempotency key. */
export async function recordMandate(
  db: Kysely<PaymentsDatabase>,
  seal: MandateSeal,
  wanted: { citizen: string; key: string; bank: BankDetails; now: Date },
): Promise<SepaMandateRow | 'IDEMPOTENCY_CONFLICT'> {
  const { citizen, key, bank, now } = wanted;
  const id = v7();
  const { keyId, sealed } = seal.seal(id, bank);
  const written = await db
    .insertInto('sepa_mandate')
    .values({
      id,
      citizen,
      reference: newReference(),
      key_id: keyId,
      sealed,
      masked_iban: maskIban(bank.iban),
      request_key: key,
      fingerprint: seal.fingerprint(bank),
      signed_at: now,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.columns(['citizen', 'request_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (written) return written;
  const known = await db
    .selectFrom('sepa_mandate')
    .selectAll()
    .where('citizen', '=', citizen)
    .where('request_key', '=', key)
    .executeTakeFirstOrThrow();
  return seal.isFingerprintOf(bank, known.fingerprint) ? known : 'IDEMPOTENCY_CONFLICT';
}

export function listMandates(db: Kysely<PaymentsDatabase>, citizen: string): Promise<SepaMandateRow[]> {
  return db
    .selectFrom('sepa_mandate')
    .selectAll()
    .where('citizen', '=', citizen)
    .orderBy('signed_at', 'desc')
    .limit(100)
    .execute();
}

/** Revokes a mandate of this citizen; doing it twice is doing it once. */
export async function revokeMandate(
  db: Kysely<PaymentsDatabase>,
  citizen: string,
  id: string,
  now: Date,
): Promise<SepaMandateRow | undefined> {
  if (!validate(id)) return undefined;
  return db
    .updateTable('sepa_mandate')
    .set(({ fn, val }) => ({ revoked_at: fn.coalesce('revoked_at', val(now)) }))
    .where('id', '=', id)
    .where('citizen', '=', citizen)
    .returningAll()
    .executeTakeFirst();
}
