import { readFile } from 'node:fs/promises';
import type { Extend } from '../../kit/http/serve.ts';
import { specimenMeans } from '../clients/specimen-means.ts';
import type { IdentityConfig } from '../config.ts';
import { openAccounts } from '../storage/accounts.ts';
import type { IdentityDatabase } from '../storage/database.ts';
import { openSpecimenCitizens } from '../storage/specimen-citizens.ts';
import { createIssuer } from './issuer.ts';
import { parseSigningKeys } from '../../kit/signing-keys.ts';

async function readText(url: string): Promise<string> {
  if (url.startsWith('file:')) return readFile(new URL(url), 'utf8');
  return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
}

/** Serves the issuer under its path in the subgraph's own server. */
export function mountIssuer(config: IdentityConfig): Extend<IdentityDatabase> {
  return async (app, db, log) => {
    const issuer = createIssuer({
      issuer: config.ISSUER_URL,
      playgroundOrigins: config.PLAYGROUND_ORIGINS,
      backchannelLogoutUrls: config.BACKCHANNEL_LOGOUT_URLS,
      audience: config.TOKEN_AUDIENCE,
      signingKeys: await parseSigningKeys(await readText(config.ISSUER_KEYS)),
      cookieSecrets: config.COOKIE_SECRETS,
      db,
      accounts: openAccounts(db),
      means: config.SPECIMEN_LOGIN ? specimenMeans(openSpecimenCitizens(db)) : [],
      log,
      isProduction: config.NODE_ENV === 'production',
    });
    await app.register(issuer.routes, { prefix: issuer.path });
  };
}
