import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { claimsOf } from './browser.ts';
import { erika, startDatabase, startIssuer, type IssuerServer, type TestDatabase } from './issuer-server.ts';

let database: TestDatabase;
let server: IssuerServer;

beforeAll(async () => {
  database = await startDatabase();
  server = await startIssuer(database.db);
});

afterAll(async () => {
  await server?.close();
  await database?.stop();
});

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the compiled command as `npm run token` does. */
function token(...args: string[]): Promise<Outcome> {
  const program = projectFile('dist', 'subgraphs', 'identity', 'login', 'token-command.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test('the command prints a token and nothing else', async () => {
  const { code, stdout, stderr } = await token(
    'erika',
    '--level',
    'substantial',
    '--scope',
    'profile:read',
    '--issuer',
    server.issuer,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(await claimsOf(stdout.trim(), server.issuer)).toMatchObject({
    sub: erika,
    acr: 'SUBSTANTIAL',
    scope: 'profile:read',
  });
});

test.each([
  ['a citizen who does not exist', ['nobody'], /no such specimen citizen/],
  ['a citizen without the means', ['max', '--level', 'HIGH'], /does not have this means/],
  ['a level that does not exist', ['erika', '--level', 'highest'], /Expected one of NORMAL, SUBSTANTIAL, HIGH/],
  ['no citizen at all', [], /missing required argument 'citizen'/],
])('for %s it says on standard error what to do, prints nothing and fails', async (_case, args, reason) => {
  const { code, stdout, stderr } = await token(...args, '--issuer', server.issuer);
  expect(stdout).toBe('');
  expect(stderr).toMatch(reason);
  expect(code).toBe(1);
});

test('where there is no issuer it says how to start one', async () => {
  const { code, stderr } = await token('erika', '--issuer', 'http://127.0.0.1:1/oidc');
  expect(stderr).toContain('npm start');
  expect(code).toBe(1);
});
