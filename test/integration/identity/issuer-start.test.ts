import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIssuer } from '../../../subgraphs/identity/login/issuer.ts';
import { checkIssuerOptions, type IssuerOptions } from '../../../subgraphs/identity/login/issuer-options.ts';
import { loginRecords, removeExpired } from '../../../subgraphs/identity/storage/login-records.ts';
import { authorizationRequest, Browser } from './browser.ts';
import { issuerOptions, startDatabase, startIssuer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

describe('in production the issuer refuses to start', () => {
  const production = { isProduction: true, issuer: 'https://konto.example/oidc' };

  test.each<[string, Partial<IssuerOptions>, RegExp]>([
    ['without any means of identification', { means: [] }, /Nobody could log in/],
    ['with specimen means', {}, /PASSWORD, ELSTER, EID.*refused in production/],
    ['over plain http', { means: [], issuer: 'http://konto.example/oidc' }, /must be https/],
  ])('%s', async (_case, overrides, reason) => {
    const options = await issuerOptions(database.db, { ...production, ...overrides });
    expect(() => createIssuer(options)).toThrow(reason);
  });

  test('and starts with real ones', async () => {
    const { means, ...options } = await issuerOptions(database.db, production);
    const real = means.map((one) => ({ ...one, isSpecimen: false }));
    expect(() => checkIssuerOptions({ ...options, means: real })).not.toThrow();
  });
});

test.each<[string, Partial<IssuerOptions>, RegExp]>([
  ['a signing key', { signingKeys: [] }, /no signing key/],
  ['a cookie secret', { cookieSecrets: [] }, /no cookie secret/],
  ['a path in its URL', { issuer: 'http://127.0.0.1:4001' }, /must have a path/],
])('nowhere does it start without %s', async (_case, overrides, reason) => {
  const options = await issuerOptions(database.db, overrides);
  expect(() => createIssuer(options)).toThrow(reason);
});

test('in development the page says that no means of identification is set up', async () => {
  const server = await startIssuer(database.db, { means: [] });
  const { response } = await new Browser().open(authorizationRequest(server.issuer).url, server.issuer);
  expect(await response.text()).toContain('kein Identifizierungsmittel eingerichtet');
  await server.close();
});

test('the page says when nothing reaches the level that is asked for', async () => {
  const { means } = await issuerOptions(database.db);
  const server = await startIssuer(database.db, { means: means.filter(({ id }) => id === 'PASSWORD') });
  const { response } = await new Browser().open(
    authorizationRequest(server.issuer, { acr_values: 'HIGH' }).url,
    server.issuer,
  );
  expect(await response.text()).toContain('erreicht das verlangte Vertrauensniveau „hoch“');
  await server.close();
});

test('what expired is removed a while later, and nothing else', async () => {
  const sessions = loginRecords(database.db)('Session');
  await sessions.upsert('old', { uid: 'old' }, -3_600);
  await sessions.upsert('just-expired', { uid: 'just-expired' }, -10);
  await sessions.upsert('alive', { uid: 'alive' }, 60);
  expect(await removeExpired(database.db)).toBe(1);
  expect(await sessions.find('old')).toBeUndefined();
  expect(await sessions.find('just-expired')).toBeDefined();
  expect(await sessions.findByUid('alive')).toEqual({ uid: 'alive' });
});

test('revoking a grant takes back everything that came of it, of one kind at a time', async () => {
  const codes = loginRecords(database.db)('AuthorizationCode');
  await codes.upsert('one', { grantId: 'grant' }, 60);
  await codes.upsert('two', { grantId: 'grant' }, 60);
  await codes.upsert('three', { grantId: 'another' }, 60);
  await codes.revokeByGrantId('grant');
  expect(await Promise.all(['one', 'two', 'three'].map((id) => codes.find(id)))).toEqual([
    undefined,
    undefined,
    { grantId: 'another' },
  ]);
});
