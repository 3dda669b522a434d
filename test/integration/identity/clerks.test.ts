import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { logIn } from '../../../subgraphs/identity/login/programmatic-login.ts';
import { allScopes, citizenScopes, clerkScopes } from '../../../subgraphs/identity/login/scopes.ts';
import { openAccounts } from '../../../subgraphs/identity/storage/accounts.ts';
import { openSpecimenCitizens } from '../../../subgraphs/identity/storage/specimen-citizens.ts';
import { identity } from '../../../subgraphs/identity/subgraph.ts';
import { startTestSubgraph } from '../../testkit/subgraph.ts';
import { claimsOf } from './browser.ts';
import { startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;
let server: IssuerServer;
let issuer: string;

beforeAll(async () => {
  database = await startDatabase();
  server = await startIssuer(database.db);
  issuer = server.issuer;
});
afterAll(async () => {
  await server?.close();
  await database?.stop();
});

const scopesOf = (scope: string) => scope.split(' ').toSorted();

describe('the token of a clerk', () => {
  test.each([
    ['clerk-leipzig', '14713000'],
    ['clerk-leipzig-2', '14713000'],
    ['clerk-rotenburg', '03357'],
    ['clerk-chemnitz', '14511000'],
  ])('of %s names the role, the authority %s, the level and the session', async (citizen, authority) => {
    const { accessToken } = await logIn({ issuer, citizen, level: 'SUBSTANTIAL' });
    const claims = await claimsOf(accessToken, issuer);
    expect(claims).toMatchObject({ role: 'clerk', authority, acr: 'SUBSTANTIAL', client_id: 'amtgraph-cli' });
    expect(claims['sid']).toEqual(expect.any(String));
  });

  test('allows what an authority does and nothing that a citizen does, whatever is asked for', async () => {
    const { accessToken } = await logIn({ issuer, citizen: 'clerk-leipzig', level: 'HIGH', scopes: allScopes });
    const { scope } = await claimsOf(accessToken, issuer);
    expect(scopesOf(String(scope))).toEqual([...clerkScopes].toSorted());
  });

  test('cannot be had with a password', async () => {
    await expect(logIn({ issuer, citizen: 'clerk-leipzig', level: 'NORMAL' })).rejects.toThrow(/no such specimen/);
  });
});

test('the token of a citizen has no role, no authority and no scope of a clerk, whatever is asked for', async () => {
  const { accessToken } = await logIn({ issuer, citizen: 'erika', level: 'HIGH', scopes: allScopes });
  const claims = await claimsOf(accessToken, issuer);
  expect(claims).not.toHaveProperty('role');
  expect(claims).not.toHaveProperty('authority');
  expect(scopesOf(String(claims['scope']))).toEqual([...citizenScopes].toSorted());
});

test('citizens and clerks have no scope in common', () => {
  expect(new Set([...citizenScopes, ...clerkScopes]).size).toBe(citizenScopes.length + clerkScopes.length);
});

test('the login page offers clerks besides citizens, but not with a password', async () => {
  const specimens = openSpecimenCitizens(database.db);
  const offered = await specimens.list('EID');
  expect(offered.slice(-4).map(({ key }) => key)).toEqual([
    'clerk-chemnitz',
    'clerk-leipzig',
    'clerk-leipzig-2',
    'clerk-rotenburg',
  ]);
  expect((await specimens.list('PASSWORD')).filter(({ key }) => key.startsWith('clerk'))).toEqual([]);
  expect(await specimens.has('PASSWORD', 'clerk-leipzig')).toBe(false);
});

test('a means that leads to a citizen leads to no clerk, even if it is linked to one as well', async () => {
  const accounts = openAccounts(database.db);
  const clerk = await accounts.findByPseudonym('EID', 'specimen:clerk-chemnitz');
  await database.db
    .insertInto('clerk_credential')
    .values({ means: 'EID', pseudonym: 'specimen:erika', clerk_id: clerk?.accountId ?? '' })
    .execute();
  expect(await accounts.findByPseudonym('EID', 'specimen:erika')).not.toHaveProperty('clerkOf');
});

describe('the gateways are told to log out', () => {
  const noticesOf = async (id: string) =>
    (await database.db.selectFrom('logout_notice').select('account_id').where('account_id', '=', id).execute()).length;
  const idOf = async (key: string) =>
    (await openAccounts(database.db).findByPseudonym('EID', `specimen:${key}`))?.accountId ?? '';

  test('a clerk who changes to another authority', async () => {
    const id = await idOf('clerk-rotenburg');
    await database.db.updateTable('clerk').set({ full_name: 'Dörte Behörd-Amt' }).where('id', '=', id).execute();
    expect(await noticesOf(id)).toBe(0);
    await database.db.updateTable('clerk').set({ authority: '03356' }).where('id', '=', id).execute();
    expect(await noticesOf(id)).toBe(1);
  });

  test('a clerk who has left', async () => {
    const id = await idOf('clerk-leipzig-2');
    await database.db.deleteFrom('clerk').where('id', '=', id).execute();
    expect(await noticesOf(id)).toBe(1);
    await expect(logIn({ issuer, citizen: 'clerk-leipzig-2', level: 'HIGH' })).rejects.toThrow(/no such specimen/);
  });
});

test('to a clerk there is no `me`: a clerk is nobody’s citizen', async () => {
  const subgraph = await startTestSubgraph(identity);
  const clerk = { sub: 'clerk-1', clerkOf: '14713000', scope: 'procedures:decide profile:read' };
  const { data, errors } = await subgraph.ask(clerk, '{ me { id name { full } } }');
  expect(data).toEqual({ me: null });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { name { full } } } }';
  for (const id of ['clerk-1', 'handle-of-clerk-1', '']) {
    const answer = await subgraph.ask(clerk, query, { r: [{ __typename: 'Citizen', id }] });
    expect(answer.data).toEqual({ _entities: [null] });
  }
  await subgraph.close();
});
