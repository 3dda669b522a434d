import { sql, type Kysely } from 'kysely';

/** Refunds of a payment that succeeded. Whoever adds one waits for the others of the same payment, so that together they never exceed it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE refund (
      id uuid PRIMARY KEY,
      payment_id uuid NOT NULL REFERENCES payment,
      amount_cents integer NOT NULL CHECK (amount_cents >= 1),
      status text NOT NULL CHECK (status IN ('SUBMITTED', 'SUCCESS', 'ERROR')),
      reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
      clerk text NOT NULL CHECK (clerk <> ''),
      request_key text NOT NULL CHECK (length(request_key) BETWEEN 1 AND 128),
      created_at timestamptz(3) NOT NULL,
      finished_at timestamptz(3),
      ask_at timestamptz(3),
      asked smallint NOT NULL DEFAULT 0,
      UNIQUE (clerk, request_key),
      CONSTRAINT finished_when_final CHECK ((status = 'SUBMITTED') = (finished_at IS NULL))
    )`.execute(db);
  await sql`CREATE INDEX refund_of_payment ON refund (payment_id, created_at)`.execute(db);
  await sql`CREATE INDEX refund_to_ask_about ON refund (ask_at) WHERE ask_at IS NOT NULL`.execute(db);
  await sql`
    CREATE FUNCTION refund_is_covered() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      paid integer;
      given bigint;
    BEGIN
      SELECT amount_cents INTO paid FROM payment WHERE id = NEW.payment_id AND status = 'SUCCESS' FOR UPDATE;
      SELECT COALESCE(sum(amount_cents), 0) INTO given FROM refund WHERE payment_id = NEW.payment_id AND status <> 'ERROR' AND id <> NEW.id;
      IF paid IS NULL OR given + NEW.amount_cents > paid THEN
        RAISE EXCEPTION 'a refund of % cents is more than is left of payment %', NEW.amount_cents, NEW.payment_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_covered';
      END IF;
      RETURN NEW;
    END $$`.execute(db);
  await sql`CREATE TRIGGER refund_is_covered BEFORE INSERT OR UPDATE OF amount_cents, payment_id ON refund
    FOR EACH ROW EXECUTE FUNCTION refund_is_covered()`.execute(db);
}
