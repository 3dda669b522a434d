import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('login_record')
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('payload', 'jsonb', (column) => column.notNull())
    .addColumn('grant_id', 'text')
    .addColumn('uid', 'text')
    .addColumn('user_code', 'text')
    .addColumn('consumed_at', 'timestamptz')
    .addColumn('expires_at', 'timestamptz')
    .addPrimaryKeyConstraint('login_record_pkey', ['model', 'id'])
    .execute();
  await sql`CREATE INDEX login_record_grant ON login_record (model, grant_id) WHERE grant_id IS NOT NULL`.execute(db);
  await sql`CREATE INDEX login_record_uid ON login_record (model, uid) WHERE uid IS NOT NULL`.execute(db);
  await sql`CREATE INDEX login_record_expiry ON login_record (expires_at) WHERE expires_at IS NOT NULL`.execute(db);
}
