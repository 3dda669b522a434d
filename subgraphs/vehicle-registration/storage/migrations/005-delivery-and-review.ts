import { sql, type Kysely } from 'kysely';

/** Deliveries that wait for an operator, and the review of automatic decisions by clerks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE parked_delivery (
      procedure_id uuid PRIMARY KEY REFERENCES procedure ON DELETE CASCADE,
      reason text NOT NULL CHECK (reason IN ('NO_BACK_OFFICE', 'REFUSED_BY_BACK_OFFICE', 'REFUSED_BY_REGISTER', 'GIVEN_UP')),
      detail text,
      parked_at timestamptz(3) NOT NULL
    )`.execute(db);
  await sql`
    CREATE TABLE decision_review (
      procedure_id uuid PRIMARY KEY REFERENCES procedure_decision ON DELETE CASCADE,
      proposed_by text,
      proposed_at timestamptz(3),
      reasons jsonb NOT NULL DEFAULT '[]',
      verdict text CHECK (verdict IN ('CONFIRMED', 'REVOKED')),
      reviewed_by text,
      reviewed_at timestamptz(3),
      CONSTRAINT proposal_is_whole CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
      CONSTRAINT verdict_is_whole CHECK ((verdict IS NULL) = (reviewed_by IS NULL) AND (verdict IS NULL) = (reviewed_at IS NULL)),
      CONSTRAINT revoked_by_four_eyes CHECK (verdict IS DISTINCT FROM 'REVOKED' OR (proposed_by IS NOT NULL AND proposed_by <> reviewed_by))
    )`.execute(db);
  await sql`CREATE INDEX decision_under_review ON procedure_decision (review_until) WHERE is_automatic`.execute(db);
}
