/** A SEPA direct debit mandate. */
export interface SepaMandateTable {
  id: string;
  citizen: string;
  /** Mandate reference, what the demanding procedure and the bank know it by. */
  reference: string;
  /** Which key sealed it. */
  key_id: string;
  /** Account number and holder, encrypted. */
  sealed: Buffer;
  masked_iban: string;
  /** Idempotency key of the citizen. */
  request_key: string;
  /** Keyed hash of what was asked for. */
  fingerprint: Buffer;
  signed_at: Date;
  revoked_at: Date | null;
}
