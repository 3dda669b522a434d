import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE logout_notice (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      account_id text NOT NULL,
      client_id text,
      session_id text,
      due_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      CHECK ((client_id IS NULL) = (session_id IS NULL))
    )`.execute(db);
  await sql`CREATE INDEX logout_notice_due ON logout_notice (due_at)`.execute(db);
  // In the same transaction, whoever deletes the account and however: no access token outlives it unnoticed. Tokens live ten minutes.
  await sql`
    CREATE FUNCTION notice_deleted_account() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
      INSERT INTO logout_notice (account_id, expires_at) VALUES (OLD.id::text, now() + interval '15 minutes');
      RETURN NULL;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER account_deleted AFTER DELETE ON account
    FOR EACH ROW EXECUTE FUNCTION notice_deleted_account()`.execute(db);
}
