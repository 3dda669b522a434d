import type { ColumnType, Generated } from 'kysely';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { Attribute } from '../domain/attribute.ts';
import type { MeansId } from '../domain/means-of-identification.ts';

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

export interface AccountTable {
  /** The issuer's `sub`. */
  id: string;
  family_name: string;
  given_names: string;
  birth_name: string | null;
  title: string | null;
  /** YYYY-MM-DD. */
  date_of_birth: string;
  place_of_birth: string;
  /** ISO 3166-1, two letters. */
  nationality: string;
  mail: string | null;
  /** E.164. */
  phone: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Which account a means of identification leads to. A new card has a new pseudonym and gets a row of its own. */
export interface CredentialTable {
  means: MeansId;
  pseudonym: string;
  account_id: string;
  linked_at: Generated<Date>;
}

/** Somebody who works for an authority. */
export interface ClerkTable {
  /** The issuer's `sub`. */
  id: string;
  full_name: string;
  /** AGS of the authority, 2, 5 or 8 digits. */
  authority: string;
  /** What the login page shows beside the name. */
  office: string;
  created_at: Generated<Date>;
}

export interface ClerkCredentialTable {
  means: Exclude<MeansId, 'PASSWORD'>;
  pseudonym: string;
  clerk_id: string;
  linked_at: Generated<Date>;
}

export interface ResidenceTable {
  id: string;
  account_id: string;
  kind: 'MAIN' | 'SECONDARY';
  street: string;
  house_number: string;
  postal_code: string;
  city: string;
  /** Municipality, AGS of 8 digits. */
  ags: string;
  /** YYYY-MM-DD. */
  moved_in_on: string;
}

export interface AttributeLevelTable {
  account_id: string;
  attribute: Attribute;
  level: AssuranceLevel;
  confirmed_at: Date;
}

/** Ends of sessions that the gateways have still to learn of, see logout-notices.ts. */
export interface LogoutNoticeTable {
  id: Generated<string>;
  account_id: string;
  /** Both null: all sessions of the account. */
  client_id: string | null;
  session_id: string | null;
  due_at: Generated<Date>;
  expires_at: Date;
}

/** The tables of identity's schema. */
export interface IdentityDatabase {
  account: AccountTable;
  attribute_level: AttributeLevelTable;
  clerk: ClerkTable;
  clerk_credential: ClerkCredentialTable;
  credential: CredentialTable;
  login_record: LoginRecordTable;
  logout_notice: LogoutNoticeTable;
  residence: ResidenceTable;
}
