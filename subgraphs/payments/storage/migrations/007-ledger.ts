import { sql, type Kysely } from 'kysely';

/**
 * Double entry, per authority, in whole cents: debits positive, credits negative. When a transaction commits, each ledger transaction in it is at zero and has
 * two entries at least. Nothing is ever changed or taken away, and nothing is added to what an earlier transaction wrote: a mistake is posted the other way round.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE ledger_transaction (
      id uuid PRIMARY KEY,
      authority text NOT NULL CHECK (authority ~ '^([0-9]{2}|[0-9]{5}|[0-9]{8})$'),
      kind text NOT NULL CHECK (kind IN ('DEMAND', 'PAYMENT', 'RELEASE', 'REFUND', 'REFUND_DONE', 'REFUND_FAILED', 'SETTLEMENT', 'CORRECTION')),
      -- What it is about: a payment, a refund, a line of a settlement file, a difference. The same thing happens to it once.
      subject text NOT NULL CHECK (subject <> ''),
      payment_id uuid REFERENCES payment,
      at timestamptz(3) NOT NULL,
      written_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
      UNIQUE (kind, subject)
    )`.execute(db);
  await sql`CREATE INDEX ledger_transaction_of_payment ON ledger_transaction (payment_id)`.execute(db);
  await sql`CREATE INDEX ledger_transaction_of_authority ON ledger_transaction (authority, at)`.execute(db);
  await sql`
    CREATE TABLE ledger_entry (
      transaction_id uuid NOT NULL REFERENCES ledger_transaction,
      position smallint NOT NULL CHECK (position >= 1),
      account text NOT NULL CHECK (account ~ '^(receivable|clearing|bank|refunds|refunds-payable|suspense|written-off|fees/.+)$'),
      amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
      PRIMARY KEY (transaction_id, position)
    )`.execute(db);
  await checks(db);
  for (const table of ['ledger_transaction', 'ledger_entry']) {
    await sql`CREATE TRIGGER is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_only_added_to()`.execute(db);
  }
  await sql`CREATE TRIGGER is_written_at_once BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_at_once()`.execute(db);
  await sql`CREATE CONSTRAINT TRIGGER ledger_is_at_zero AFTER INSERT ON ledger_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_is_at_zero()`.execute(db);
  await sql`CREATE CONSTRAINT TRIGGER payment_is_in_the_ledger AFTER INSERT OR UPDATE OF status ON payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payment_is_in_the_ledger()`.execute(db);
}

async function checks(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION ledger_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the ledger is only added to: post a correction'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_only_added_to';
    END $$`.execute(db);
  await sql`
    CREATE FUNCTION ledger_is_written_at_once() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
      IF (SELECT written_in FROM ledger_transaction WHERE id = NEW.transaction_id) <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'ledger transaction % is complete', NEW.transaction_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_written_at_once';
      END IF;
      RETURN NEW;
    END $$`.execute(db);
  // Entries come only in the transaction of their ledger transaction, so that one check for each of those sees them all.
  await sql`
    CREATE FUNCTION ledger_is_at_zero() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      total bigint;
      entries bigint;
    BEGIN
      SELECT COALESCE(sum(amount_cents), 0), count(*) INTO total, entries FROM ledger_entry WHERE transaction_id = NEW.id;
      IF total <> 0 OR entries < 2 THEN
        RAISE EXCEPTION 'ledger transaction % has % entries of % cents together', NEW.id, entries, total
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_at_zero';
      END IF;
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE FUNCTION payment_is_in_the_ledger() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      wanted text := CASE
        WHEN NEW.status = 'SUCCESS' THEN 'PAYMENT'
        WHEN NEW.status IN ('FAILED', 'CANCELLED', 'ERROR') THEN 'RELEASE'
        ELSE 'DEMAND' END;
    BEGIN
      IF NEW.client IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_transaction WHERE kind = wanted AND subject = NEW.id::text) THEN
        RAISE EXCEPTION 'payment % is %, and the ledger has no % of it', NEW.id, NEW.status, wanted
          USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_is_in_the_ledger';
      END IF;
      RETURN NULL;
    END $$`.execute(db);
}
