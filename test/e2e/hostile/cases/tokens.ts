import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import type { HostileCase } from '../hostile-case.ts';
import { ask, HEAD, raw, WITH_LENGTH, type Target } from '../requests.ts';

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decoded = (part = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** A token in its parts, each of which a forger may change. */
interface Parts {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Both as they stand in the token, and its signature. */
  text: { header: string; claims: string; signature: string };
}

function partsOf({ token }: Target): Parts {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return { header: decoded(header), claims: decoded(claims), text: { header, claims, signature } };
}

const forged = (title: string, forge: (good: Parts, token: string) => string | Promise<string>): HostileCase => ({
  title,
  async send(target) {
    const bearer = await forge(partsOf(target), target.token);
    return ask(target, '{ __typename me { id } }', { as: 'nobody', headers: { authorization: `Bearer ${bearer}` } });
  },
  expected: { status: 401, code: 'UNAUTHENTICATED', message: /token/i },
});

const withHeader = (title: string, header: Record<string, unknown>, signature?: string): HostileCase =>
  forged(
    title,
    (good) => `${encoded({ ...good.header, ...header })}.${good.text.claims}.${signature ?? good.text.signature}`,
  );

const withClaims = (title: string, claims: Record<string, unknown>): HostileCase =>
  forged(title, (good) => `${good.text.header}.${encoded({ ...good.claims, ...claims })}.${good.text.signature}`);

const byHmac = (alg: string, secret: (good: Parts) => string): HostileCase =>
  forged(`signed by ${alg} with something that everybody knows`, (good) => {
    const text = `${encoded({ ...good.header, alg })}.${good.text.claims}`;
    return `${text}.${createHmac(`sha${alg.slice(2)}`, secret(good))
      .update(text)
      .digest('base64url')}`;
  });

/** Another key, which signs under whatever name. */
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const byStranger = (title: string, header: Record<string, unknown> = {}): HostileCase =>
  forged(title, (good) =>
    new SignJWT(good.claims).setProtectedHeader({ ...good.header, alg: 'ES256', ...header }).sign(stranger.privateKey),
  );

export const forgeries: HostileCase[] = [
  ...['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
    withHeader(`of the algorithm "${alg}" without a signature`, { alg }, ''),
    withHeader(`of the algorithm "${alg}" with one`, { alg }),
  ]),
  ...['HS256', 'HS384', 'HS512'].flatMap((alg) => [
    byHmac(alg, () => ''),
    byHmac(alg, ({ header }) => String(header['kid'])),
    byHmac(alg, () => stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  ]),
  forged('without a signature', ({ text }) => `${text.header}.${text.claims}.`),
  forged('of two parts', ({ text }) => `${text.header}.${text.claims}`),
  forged(
    'with a signature of zeros',
    ({ text }) => `${text.header}.${text.claims}.${Buffer.alloc(64).toString('base64url')}`,
  ),
  forged(
    'signed by ECDSA with zeros',
    ({ header, text }) =>
      `${encoded({ ...header, alg: 'ES256' })}.${text.claims}.${Buffer.alloc(64).toString('base64url')}`,
  ),
  byStranger('that another key signed under the name of a key of the issuer'),
  byStranger('that another key signed under its own name', { kid: 'mine' }),
  byStranger('that brings its key with it', { kid: 'mine', jwk: stranger.publicKey.export({ format: 'jwk' }) }),
  byStranger('that says where its key is', { kid: 'mine', jku: 'http://127.0.0.1:9/jwks' }),
  byStranger('that says where its certificate is', { x5u: 'http://127.0.0.1:9/x5u', x5c: ['MII'] }),
  withHeader('with an extension that must be understood', { crit: ['exp'], exp: 1 }),
  withHeader('whose payload is not encoded', { b64: false, crit: ['b64'] }),
  withHeader('with a path for a key', { kid: '../../../../dev/null' }),
  withHeader('with SQL for a key', { kid: "' UNION SELECT 'x' --" }),
  withHeader('with an object for a key', { kid: {} }),
  withHeader('with 5 KB for a key', { kid: 'x'.repeat(5_000) }),
  withHeader('of another kind', { typ: 'logout+jwt' }),
  withClaims('of somebody else', { sub: 'max' }),
  withClaims('of a higher level', { acr: 'HIGH', scope: 'procedures:decide payments:administer' }),
  withClaims('for ever', { exp: 9_999_999_999 }),
  forged('with a list for claims', ({ text }) => `${text.header}.${encoded([])}.${text.signature}`),
  forged('with a list for its header', ({ text }) => `${encoded([])}.${text.claims}.${text.signature}`),
  forged('with null for its header', ({ text }) => `${encoded('null')}.${text.claims}.${text.signature}`),
  forged(
    'whose header reaches prototypes',
    ({ text }) => `${encoded('{"__proto__":{"polluted":true,"alg":"none"},"alg":"none"}')}.${text.claims}.`,
  ),
  forged(
    'that is encrypted',
    () =>
      `${encoded({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })}..${'a'.repeat(16)}.${'b'.repeat(1_000)}.${'c'.repeat(22)}`,
  ),
  forged(
    'whose key takes a password and two billion rounds',
    () => `${encoded({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2_147_483_647, p2s: 'AAAA' })}.AA.AA.AA.AA`,
  ),
  forged('of 12 KB', (_, token) => `${token}${'x'.repeat(12_000)}`),
  forged('of 5,000 dots', () => '.'.repeat(5_000)),
  forged('of a word', () => 'erika'),
  forged('with letters of the other base64', (_, token) => `${token}==`),
  forged('with an escaped end of line', (_, token) => `${token}%0a`),
];

const scheme = (authorization: (token: string) => string, title: string): HostileCase => ({
  title,
  send: (target) =>
    ask(target, '{ __typename }', { as: 'nobody', headers: { authorization: authorization(target.token) } }),
  expected: { status: 401, code: 'UNAUTHENTICATED' },
});

export const schemes: HostileCase[] = [
  scheme(() => 'Bearer', 'no token'),
  scheme(() => 'Basic ZXJpa2E6eA==', 'a password'),
  scheme(() => 'Digest username="erika"', 'a digest'),
  scheme((token) => `Token ${token}`, 'another word for Bearer'),
  scheme((token) => `Bearer,${token}`, 'a comma'),
  scheme((token) => `Bearer ${token} x`, 'something behind the token'),
  scheme((token) => `Bearer x, Bearer ${token}`, 'two tokens, of which the second is good'),
  scheme((token) => `Bearer ${token}, Bearer x`, 'two tokens, of which the first is good'),
  scheme(() => `Bearer x${' '.repeat(7_000)}y`, '7,000 spaces'),
  {
    title: 'two headers, of which the second is good',
    send: (target) =>
      raw(
        target,
        `${HEAD}connection: close\r\nauthorization: Bearer x\r\nauthorization: Bearer ${target.token}\r\n${WITH_LENGTH}`,
      ),
    expected: { status: 401, code: 'UNAUTHENTICATED' },
  },
  {
    title: '100 KB of token',
    send: (target) => raw(target, `${HEAD}authorization: Bearer ${'x'.repeat(100_000)}\r\n${WITH_LENGTH}`),
    expected: { status: 431 },
  },
];
