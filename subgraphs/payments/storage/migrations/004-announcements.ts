import { sql, type Kysely } from 'kysely';

/**
 * Tells whoever LISTENs to `payment_changed` that a payment is new or has another status: `{"id", "citizen"}`.
 * Every role of the database can listen, so it says no more than the id and the sector identifier.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION announce_payment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('payment_changed', json_build_object('id', NEW.id, 'citizen', NEW.citizen)::text);
      RETURN NULL;
    END $$`.execute(db);
  await sql`CREATE TRIGGER new_payment_is_announced AFTER INSERT ON payment
    FOR EACH ROW EXECUTE FUNCTION announce_payment()`.execute(db);
  await sql`CREATE TRIGGER changed_payment_is_announced AFTER UPDATE OF status ON payment
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION announce_payment()`.execute(db);
}
