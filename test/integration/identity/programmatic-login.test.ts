import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { logIn, LoginError } from '../../../subgraphs/identity/login/programmatic-login.ts';
import { claimsOf } from './browser.ts';
import { erika, startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

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

describe('a login without a browser', () => {
  test.each(['NORMAL', 'SUBSTANTIAL', 'HIGH'] as const)('reaches the level %s', async (level) => {
    const { accessToken, scope } = await logIn({ issuer, citizen: 'erika', level });
    expect(await claimsOf(accessToken, issuer)).toMatchObject({ acr: level, client_id: 'amtgraph-cli', sub: erika });
    expect(scope.split(' ')).toHaveLength(8);
  });

  test('says why it failed', async () => {
    await expect(logIn({ issuer, citizen: 'nobody', level: 'HIGH' })).rejects.toThrow(LoginError);
    await expect(logIn({ issuer, citizen: 'nobody', level: 'HIGH' })).rejects.toThrow(/no such specimen citizen/);
    await expect(logIn({ issuer, citizen: 'nobody', level: 'HIGH' })).rejects.toThrow(
      /^The login as "nobody" with EID \(level HIGH\) was refused\. There is no .+ erika has every means/,
    );
    await expect(logIn({ issuer: 'http://127.0.0.1:1/oidc', citizen: 'erika', level: 'HIGH' })).rejects.toThrow(
      /npm start/,
    );
  });
});
