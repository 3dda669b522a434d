import { sql, type Kysely } from 'kysely';

/** Accounts of those who work for an authority, apart from citizens' accounts: nothing of a citizen hangs on them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE clerk (
      id uuid PRIMARY KEY,
      full_name text NOT NULL CHECK (full_name <> ''),
      authority text NOT NULL CHECK (authority ~ '^([0-9]{2}|[0-9]{5}|[0-9]{8})$'),
      office text NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`.execute(db);
  // A password is not enough to decide about others.
  await sql`
    CREATE TABLE clerk_credential (
      means text NOT NULL CHECK (means IN ('ELSTER', 'EID')),
      pseudonym text NOT NULL,
      clerk_id uuid NOT NULL REFERENCES clerk ON DELETE CASCADE,
      linked_at timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (means, pseudonym)
    )`.execute(db);
  await sql`CREATE INDEX clerk_credential_of_clerk ON clerk_credential (clerk_id)`.execute(db);
  // Whoever leaves the authority is out at once, and so is whoever changes to another one: the authority stands in the token.
  await sql`CREATE TRIGGER clerk_deleted AFTER DELETE ON clerk FOR EACH ROW EXECUTE FUNCTION notice_deleted_account()`.execute(
    db,
  );
  await sql`CREATE TRIGGER clerk_moved AFTER UPDATE OF authority ON clerk
    FOR EACH ROW WHEN (OLD.authority <> NEW.authority) EXECUTE FUNCTION notice_deleted_account()`.execute(db);
}
