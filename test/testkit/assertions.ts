import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface AssertionClaims {
  /** The subgraph. */
  aud: string;
  sub?: string;
  cid?: string;
  acr?: 'NORMAL' | 'SUBSTANTIAL' | 'HIGH';
  scope?: string;
  /** Makes it a clerk's: the AGS of the authority. */
  clerkOf?: string;
  /** Seconds from now; negative for one that has expired. */
  expiresIn?: number;
  /** Seconds since it was issued. */
  issuedAgo?: number;
}

export interface AssertionKeys {
  /** For a subgraph's ASSERTION_JWKS. */
  jwksUrl: string;
  sign(claims: AssertionClaims): Promise<string>;
  /** Signs whatever claims, for assertions that no gateway would make. */
  signClaims(audience: string, claims: Record<string, unknown>): Promise<string>;
}

/** A gateway's signing key for tests, with the public part in a file, and caller assertions signed with it. */
export async function assertionKeys(): Promise<AssertionKeys> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const file = join(await mkdtemp(join(tmpdir(), 'amtgraph-keys-')), 'jwks.json');
  await writeFile(
    file,
    JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }] }),
  );
  const signClaims = (
    aud: string,
    claims: Record<string, unknown>,
    {
      expiresIn = 60,
      issuedAgo = expiresIn < 0 ? 60 - expiresIn : 0,
    }: Pick<AssertionClaims, 'expiresIn' | 'issuedAgo'> = {},
  ) => {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'amtgraph-caller+jwt', kid: 'test' })
      .setIssuer('amtgraph-gateway')
      .setAudience(aud)
      .setIssuedAt(now - issuedAgo)
      .setExpirationTime(now + expiresIn)
      .sign(privateKey);
  };
  return {
    jwksUrl: pathToFileURL(file).href,
    signClaims,
    sign({ aud, sub, cid, acr = 'HIGH', scope = '', clerkOf, ...times }) {
      const citizen = sub === undefined ? {} : { sub, cid: cid ?? `handle-of-${sub}`, acr };
      const who = clerkOf === undefined ? citizen : { sub, acr, role: 'clerk', authority: clerkOf };
      return signClaims(aud, { ...who, scope }, times);
    },
  };
}
