import { z } from 'zod';
import { anyUrl, flag, httpUrl, list } from '../../platform/config/fields.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { subgraphEnvironment } from '../kit/config.ts';
import { seedEnvironment } from '../kit/seed.ts';

const environment = {
  ...subgraphEnvironment(4001),
  /** The issuer's URL with its path, as browsers reach it. */
  ISSUER_URL: httpUrl,
  /** `file:` or `http(s):` URL of a private JWK set (Ed25519); the first key signs. */
  ISSUER_KEYS: anyUrl,
  /** Secrets that sign cookies, separated by commas; the first one signs. */
  COOKIE_SECRETS: list,
  /** The `aud` of access tokens. */
  TOKEN_AUDIENCE: z.string().default('amtgraph-gateway'),
  /** Origins that serve the playground. */
  PLAYGROUND_ORIGINS: list,
  /** Where each gateway takes logout tokens, e.g. http://10.0.0.7:4000/backchannel-logout. */
  BACKCHANNEL_LOGOUT_URLS: list.pipe(z.array(httpUrl)),
  /** Offers the specimen citizens and means of identification; development only. */
  SPECIMEN_LOGIN: flag(false),
};

export const readIdentityConfig = () => readConfig('identity', environment, process.env);
export type IdentityConfig = ReturnType<typeof readIdentityConfig>;

export const readSeedConfig = () =>
  readConfig('identity (seed)', { ...subgraphEnvironment(4001), ...seedEnvironment }, process.env);
