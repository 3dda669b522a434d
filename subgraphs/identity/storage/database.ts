import type { ColumnType } from 'kysely';

/** What the login keeps: sessions, grants, codes, running logins. One row each, see login-records.ts. */
export interface LoginRecordTable {
  model: string;
  id: string;
  payload: ColumnType<Record<string, unknown>, string, string>;
  grant_id: string | null;
  /** A session's second name, the one that tokens carry. */
  uid: string | null;
  user_code: string | null;
  consumed_at: Date | null;
  expires_at: Date | null;
}

/** The tables of identity's schema. */
export interface IdentityDatabase {
  login_record: LoginRecordTable;
}
