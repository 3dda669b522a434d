import { sql, type Kysely } from 'kysely';

/**
 * The transaction that wrote a payment or its present status. Together with a snapshot it tells what was committed after a moment, which times do not:
 * they are taken before the commit, and two transactions can commit in the other order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE payment ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()`.execute(db);
  await sql`CREATE INDEX payment_by_change ON payment (changed_in)`.execute(db);
  await sql`
    CREATE FUNCTION note_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.changed_in := pg_current_xact_id();
      RETURN NEW;
    END $$`.execute(db);
  await sql`CREATE TRIGGER transaction_is_noted BEFORE UPDATE OF status ON payment
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION note_transaction()`.execute(db);
}
