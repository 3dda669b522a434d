import { sql, type Kysely } from 'kysely';

/**
 * Two rules that span rows, checked when a transaction commits, so that a payment and what belongs to it can be written one after
 * the other: the lines of a payment add up to its amount, and the last entry of its history is its status.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION payment_adds_up() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      the_payment uuid := CASE TG_TABLE_NAME WHEN 'payment' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(COALESCE(NEW, OLD)) ->> 'payment_id' END;
      amount bigint := (SELECT amount_cents FROM payment WHERE id = the_payment);
      total bigint := (SELECT COALESCE(sum(amount_cents), 0) FROM payment_line WHERE payment_id = the_payment);
    BEGIN
      IF amount <> total THEN
        RAISE EXCEPTION 'the lines of payment % are % cents together, its amount is %', the_payment, total, amount
          USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_adds_up';
      END IF;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE FUNCTION payment_history_is_current() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      the_payment uuid := CASE TG_TABLE_NAME WHEN 'payment' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(COALESCE(NEW, OLD)) ->> 'payment_id' END;
      current text := (SELECT status FROM payment WHERE id = the_payment);
      last text := (SELECT status FROM payment_history WHERE payment_id = the_payment ORDER BY position DESC LIMIT 1);
    BEGIN
      IF current IS NOT NULL AND last IS DISTINCT FROM current THEN
        RAISE EXCEPTION 'the last state in the history of payment % is %, its status is %', the_payment, last, current
          USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_history_is_current';
      END IF;
      RETURN NULL;
    END $$`.execute(db);
  // What belongs to a payment stays with it: a row that moved would have to be checked at both ends.
  await sql`
    CREATE FUNCTION stays_with_its_payment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a row of % stays with its payment', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'stays_with_its_payment';
    END $$`.execute(db);
  for (const table of ['payment_line', 'payment_history']) {
    await sql`CREATE TRIGGER stays_with_its_payment BEFORE UPDATE OF payment_id ON ${sql.table(table)}
      FOR EACH ROW WHEN (OLD.payment_id <> NEW.payment_id) EXECUTE FUNCTION stays_with_its_payment()`.execute(db);
  }
  await checkAtCommit(db, 'payment_adds_up', 'payment', 'INSERT OR UPDATE OF amount_cents');
  await checkAtCommit(db, 'payment_adds_up', 'payment_line', 'INSERT OR UPDATE OR DELETE');
  await checkAtCommit(db, 'payment_history_is_current', 'payment', 'INSERT OR UPDATE OF status');
  await checkAtCommit(db, 'payment_history_is_current', 'payment_history', 'INSERT OR UPDATE OR DELETE');
}

async function checkAtCommit(db: Kysely<unknown>, check: string, table: string, events: string): Promise<void> {
  await sql`CREATE CONSTRAINT TRIGGER ${sql.ref(check)} AFTER ${sql.raw(events)} ON ${sql.table(table)}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ${sql.ref(check)}()`.execute(db);
}
