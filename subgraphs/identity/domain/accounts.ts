import type { MeansId } from './means-of-identification.ts';

/** What the login knows of an account: its identifier, the token's `sub`, and how to greet its owner. */
export interface KnownAccount {
  accountId: string;
  fullName: string;
  /** Of a clerk: the authority, its AGS. A clerk's account is none of a citizen: nothing hangs on it but the right to decide. */
  clerkOf?: string;
}

/** A port: the accounts that somebody can log in to. */
export interface Accounts {
  /** The account that a means of identification leads to. */
  findByPseudonym(means: MeansId, pseudonym: string): Promise<KnownAccount | undefined>;
  find(accountId: string): Promise<KnownAccount | undefined>;
}
