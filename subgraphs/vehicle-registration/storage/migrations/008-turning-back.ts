import { sql, type Kysely } from 'kysely';

/** The vehicle as it was before an automatic decision, while that can be revoked; and what a keeper is told when it was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE procedure_decision ADD COLUMN vehicle_before jsonb`.execute(db);
  await sql`CREATE INDEX decision_with_vehicle_before ON procedure_decision (review_until) WHERE vehicle_before IS NOT NULL`.execute(
    db,
  );
  // One that was posted, and revoked before it counted as delivered, takes effect on no day.
  await sql`
    ALTER TABLE procedure_decision DROP CONSTRAINT posted_has_a_day,
      ADD CONSTRAINT posted_has_a_day CHECK
        (posted_at IS NULL OR outcome = 'REJECTED' OR effective_on IS NOT NULL OR effected_at IS NOT NULL)`.execute(db);
  await sql`
    ALTER TABLE vehicle_notice DROP CONSTRAINT vehicle_notice_kind_check,
      ADD CONSTRAINT vehicle_notice_kind_check CHECK (kind IN ('KEEPER_CHANGED', 'DE_REGISTERED', 'CHANGE_REVOKED'))`.execute(
    db,
  );
}
