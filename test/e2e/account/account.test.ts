import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';

const account = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
}, 180_000);
afterAll(() => system?.remove());

test('a citizen who is logged in gets data of all five services in one round trip, without an error', async () => {
  const { status, data, errors } = await system.ask(await system.token('erika'), account);
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  expect(data.me).toMatchObject({
    name: { full: 'Erika Mustermann' },
    assurance: 'HIGH',
    residence: { authority: { name: 'Stadt Leipzig', level: 'MUNICIPAL' } },
  });
  const [appointment] = data.me.appointments.nodes;
  expect(appointment).toMatchObject({
    service: { title: expect.any(String) },
    office: { name: expect.stringContaining('Leipzig'), address: { city: 'Leipzig' } },
  });
  const [vehicle] = data.me.vehicles.nodes;
  expect(vehicle).toMatchObject({
    plate: expect.stringMatching(/^L /),
    availableProcedures: expect.any(Array),
    openFees: expect.any(Array),
  });
  expect(data.me.payments.nodes[0]).toMatchObject({
    amount: { currency: 'EUR' },
    status: expect.any(String),
    authority: { level: expect.any(String) },
  });
});

test('every specimen citizen gets their own account, and an open fee is formatted', async () => {
  const fees: { amount: { formatted: string } }[] = [];
  const names = new Set<string>();
  for (const citizen of ['max', 'lieschen', 'sabine', 'hanna', 'emil']) {
    const { data, errors } = await system.ask(await system.token(citizen), account);
    expect(errors).toBeUndefined();
    names.add(data.me.name.full);
    for (const vehicle of data.me.vehicles.nodes) fees.push(...vehicle.openFees);
  }
  expect(names.size).toBe(5);
  expect(fees.length).toBeGreaterThan(0);
  for (const { amount } of fees) expect(amount.formatted).toMatch(/^\d+,\d{2}\s€$/);
});

test('nobody is anybody without a token: one error, no data', async () => {
  const { data, errors } = await system.ask(undefined, account);
  expect(data?.me ?? null).toBeNull();
  expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'UNAUTHENTICATED' } }]);
});

test.each([
  ['no token at all', 'Bearer'],
  ['something else than a token', 'Bearer erika'],
  [
    'an unsigned token',
    `Bearer ${['{"alg":"none"}', '{"sub":"erika"}'].map((part) => Buffer.from(part).toString('base64url')).join('.')}.`,
  ],
  ['another scheme', 'Basic ZXJpa2E6cGFzc3dvcmQ='],
])('%s is refused with 401 and a reason', async (_, authorization) => {
  const response = await fetch(`${system.gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: '{ me { id } }' }),
  });
  const text = await response.text();
  expect(response.status).toBe(401);
  expect(text).toContain('UNAUTHENTICATED');
});

test('the level at which somebody logged in is the level of the account', async () => {
  const { data } = await system.ask(await system.token('erika', 'NORMAL'), '{ me { assurance } }');
  expect(data.me.assurance).toBe('NORMAL');
});

test('texts come in the language that is asked for', async () => {
  const token = await system.token('erika');
  const query = '{ me { vehicles(first: 1) { nodes { availableProcedures { blockedBy { message } } } } } }';
  const messages = await Promise.all(
    ['de', 'en'].map(async (language) => {
      const response = await fetch(`${system.gateway}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'accept-language': language },
        body: JSON.stringify({ query }),
      });
      return response.text();
    }),
  );
  expect(messages[0]).not.toBe(messages[1]);
});

test('a citizen cannot be told apart by what two services know: each has a pseudonym of its own', async () => {
  const { data } = await system.ask(await system.token('erika'), '{ me { id } }');
  const again = await system.ask(await system.token('erika'), '{ me { id } }');
  expect(again.data.me.id).not.toBe(data.me.id);
});
