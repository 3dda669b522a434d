import { createServer } from 'node:http';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import { listening, type Closers } from '../running-gateway.ts';

/** A key pair of an issuer, or of somebody who would like to be one. */
export interface KeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** The public part, as it is published. */
  jwk: JWK & { kid: string };
}

export async function makeKey(kid: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } };
}

export interface TokenChanges {
  /** In place of, or besides, the usual claims; undefined leaves a claim out. */
  claims?: Record<string, unknown>;
  header?: Partial<JWTHeaderParameters>;
  key?: KeyPair;
}

/** A small issuer over HTTP whose keys and state a test changes. */
export interface Issuer {
  url: string;
  /** Published; the first one signs. */
  keys: KeyPair[];
  /** While true every request is reset, as by a machine that is not there. */
  isDown: boolean;
  /** How often its keys were read. */
  reads: number;
  accessToken(changes?: TokenChanges): Promise<string>;
  logoutToken(changes?: TokenChanges): Promise<string>;
}

const now = () => Math.floor(Date.now() / 1_000);
let made = 0;

export async function startIssuer(closers: Closers): Promise<Issuer> {
  const issuer: Issuer = {
    url: '',
    keys: [await makeKey('first')],
    isDown: false,
    reads: 0,
    accessToken: (changes) =>
      sign(
        issuer,
        { typ: 'at+jwt' },
        { aud: 'amtgraph-gateway', sub: 'erika', sid: 'of erika', exp: now() + 300 },
        changes,
      ),
    logoutToken: (changes) =>
      sign(
        issuer,
        { typ: 'logout+jwt' },
        {
          aud: 'playground',
          sub: 'erika',
          sid: 'of erika',
          exp: now() + 120,
          jti: `logout ${(made += 1)}`,
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        },
        changes,
      ),
  };
  const server = createServer((request, response) => {
    if (issuer.isDown) {
      request.destroy();
      return;
    }
    const isKeys = request.url === '/jwks';
    if (isKeys) issuer.reads += 1;
    const body = isKeys
      ? { keys: issuer.keys.map(({ jwk }) => jwk) }
      : { issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  issuer.url = await listening(server, closers);
  return issuer;
}

function sign(
  { url, keys }: Issuer,
  usual: Partial<JWTHeaderParameters>,
  claims: JWTPayload,
  changes: TokenChanges = {},
): Promise<string> {
  const key = changes.key ?? keys[0];
  if (!key) throw new Error('The issuer of this test has no key.');
  return new SignJWT({ iss: url, iat: now(), ...claims, ...changes.claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.jwk.kid, ...usual, ...changes.header })
    .sign(key.privateKey);
}
