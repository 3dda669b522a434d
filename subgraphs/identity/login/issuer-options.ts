import type { Kysely } from 'kysely';
import type { Logger } from '../../../platform/log.ts';
import { StartError } from '../../../platform/run-process.ts';
import type { Accounts } from '../domain/accounts.ts';
import type { MeansOfIdentification } from '../domain/means-of-identification.ts';
import type { IdentityDatabase } from '../storage/database.ts';
import type { SigningKey } from '../../kit/signing-keys.ts';

/** How long things of a login live, in seconds. */
export interface Lifetimes {
  accessToken: number;
  /** Without any use; each authorization request starts it anew. */
  session: number;
  /** However much it is used. */
  sessionAtMost: number;
  /** From the login page to the way back. */
  interaction: number;
  code: number;
}

export const defaultLifetimes: Lifetimes = {
  accessToken: 600,
  session: 1_800,
  sessionAtMost: 43_200,
  interaction: 1_800,
  code: 60,
};

export interface IssuerOptions {
  /** The issuer's URL, with its path, as citizens' browsers reach it: `http://127.0.0.1:4001/oidc`. */
  issuer: string;
  /** Origins that serve the playground, e.g. `http://127.0.0.1:4000`; each `<origin>/` is a redirect URI. */
  playgroundOrigins: readonly string[];
  /** Where the gateways take logout tokens; none unless told. */
  backchannelLogoutUrls?: readonly string[];
  /** The `aud` of access tokens: the gateway's name. */
  audience: string;
  /** Ed25519 keys; the first one signs, all are published. */
  signingKeys: readonly SigningKey[];
  /** Secrets that sign cookies; the first one signs, all are accepted. */
  cookieSecrets: readonly string[];
  db: Kysely<IdentityDatabase>;
  accounts: Accounts;
  means: readonly MeansOfIdentification[];
  log: Logger;
  /** True in production: specimen means, no means at all, and plain http are refused. */
  isProduction: boolean;
  lifetimes?: Partial<Lifetimes>;
  /** Seconds by which the clocks of several instances may differ. */
  clockTolerance?: number;
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

function refuse(message: string): never {
  throw new StartError(message);
}

/** @throws StartError */
export function checkIssuerOptions({ issuer, signingKeys, cookieSecrets, means, isProduction }: IssuerOptions): void {
  if (signingKeys.length === 0)
    refuse('The issuer has no signing key: give it a JWK set with at least one private Ed25519 key.');
  if (cookieSecrets.length === 0) refuse('The issuer has no cookie secret: give it at least one.');
  const url = new URL(issuer);
  if (url.pathname === '/' || url.pathname.endsWith('/')) {
    refuse(
      `The issuer URL must have a path without a slash at its end, such as http://127.0.0.1:4001/oidc, but is ${issuer}.`,
    );
  }
  if (!isProduction) return;
  if (url.protocol !== 'https:' && !loopback.has(url.hostname)) {
    refuse(`In production the issuer URL must be https, but is ${issuer}.`);
  }
  if (means.length === 0) {
    refuse(
      'Nobody could log in: no means of identification is configured. Configure one, or run with NODE_ENV=development.',
    );
  }
  const specimen = means.filter((one) => one.isSpecimen).map((one) => one.id);
  if (specimen.length > 0) {
    refuse(
      `Specimen means of identification (${specimen.join(', ')}) let anybody in as anybody and are refused in production.`,
    );
  }
}
