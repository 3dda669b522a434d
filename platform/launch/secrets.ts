import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** What a development system needs to keep to itself; made at the first start, kept beside the data. */
export interface Secrets {
  sectorSecret: string;
  /** From which the passwords of the database roles are derived. */
  databaseKey: string;
  cookieSecret: string;
  /** From which the keys of the specimen systems are derived. */
  specimenKey: string;
  /** From which the keys are derived by which payments speaks with others, and encrypts. */
  paymentKey: string;
  /** Under which vehicle registration hashes security codes. */
  codePepper: string;
  /** Tokens of the registry: its first operator's, and the gateway's. */
  registryRootToken: string;
  registryGatewayToken: string;
  /** `file:` URLs of key files. */
  assertionKey: string;
  assertionJwks: string;
  issuerKeys: string;
  feeDemandKeys: string;
  /** Seals supergraphs. */
  registryKey: string;
  registryJwks: string;
}

const random = () => randomBytes(32).toString('base64url');

async function signingKey(): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const about = { kid: await calculateJwkThumbprint(publicJwk), alg: 'EdDSA', use: 'sig' };
  return { publicJwk: { ...publicJwk, ...about }, privateJwk: { ...(await exportJWK(privateKey)), ...about } };
}

async function writeOnce(file: string, make: () => Promise<unknown> | unknown): Promise<void> {
  if (!existsSync(file)) await writeFile(file, `${JSON.stringify(await make(), null, 2)}\n`, { mode: 0o600 });
}

const randomNames = ['sectorSecret', 'databaseKey', 'cookieSecret', 'specimenKey', 'paymentKey', 'codePepper'] as const;
const tokenNames = ['registryRootToken', 'registryGatewayToken'] as const;
type RandomSecrets = Record<(typeof randomNames)[number] | (typeof tokenNames)[number], string>;

/** A token as the registry reads them. */
const randomToken = () => `amt_${randomBytes(8).toString('hex')}_${random()}`;

/** The random secrets in a file. A folder of an older version has fewer: what is missing is made, what is there stays. */
async function openRandom(file: string): Promise<RandomSecrets> {
  const kept = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Partial<RandomSecrets>) : {};
  const made = Object.fromEntries([
    ...randomNames.map((name) => [name, kept[name] ?? random()]),
    ...tokenNames.map((name) => [name, kept[name] ?? randomToken()]),
  ]) as RandomSecrets;
  if ([...randomNames, ...tokenNames].some((name) => kept[name] === undefined))
    await writeFile(file, `${JSON.stringify({ ...kept, ...made }, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** Reads the secrets of a data folder, making them where it has none yet. */
export async function openSecrets(data: string): Promise<Secrets> {
  const folder = join(data, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const url = (name: string) => pathToFileURL(file(name)).href;
  if (!existsSync(file('assertion.json'))) {
    const { privateJwk, publicJwk } = await signingKey();
    await writeOnce(file('assertion-jwks.json'), () => ({ keys: [publicJwk] }));
    await writeOnce(file('assertion.json'), () => privateJwk);
  }
  if (!existsSync(file('registry.json'))) {
    const { privateJwk, publicJwk } = await signingKey();
    await writeOnce(file('registry-jwks.json'), () => ({ keys: [publicJwk] }));
    await writeOnce(file('registry.json'), () => privateJwk);
  }
  await writeOnce(file('issuer-jwks.json'), async () => ({ keys: [(await signingKey()).privateJwk] }));
  await writeOnce(file('fee-demand-jwks.json'), async () => ({ keys: [(await signingKey()).privateJwk] }));
  const kept = await openRandom(file('secrets.json'));
  return {
    ...kept,
    assertionKey: url('assertion.json'),
    assertionJwks: url('assertion-jwks.json'),
    issuerKeys: url('issuer-jwks.json'),
    registryKey: url('registry.json'),
    registryJwks: url('registry-jwks.json'),
    feeDemandKeys: url('fee-demand-jwks.json'),
  };
}
