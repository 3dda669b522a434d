import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { Webhook } from 'standardwebhooks';
import { readConfig } from '../config.js';
import { startDogRegistration } from '../server.js';

const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
const year = new Date().getFullYear();
let folder, gatewayKey, running;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dogs-'));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  gatewayKey = privateKey;
  const jwks = join(folder, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] }));
  const environment = { PORT: '0', DATABASE: join(folder, 'dogs.sqlite'), WEBHOOK_SECRET: webhookSecret };
  running = await startDogRegistration(readConfig({ ...environment, GATEWAY_KEYS: pathToFileURL(jwks).href }));
});

after(async () => {
  await running.close();
  await rm(folder, { recursive: true });
});

function assertionFor(name, { audience = 'dog-registration', key = gatewayKey } = {}) {
  const token = new SignJWT({ cid: `handle-${name}`, acr: 'NORMAL', scope: '' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'amtgraph-caller+jwt' })
    .setIssuer('amtgraph-gateway')
    .setAudience(audience)
    .setSubject(`pseudonym-${name}`)
    .setIssuedAt()
    .setExpirationTime('60s');
  return token.sign(key);
}

async function send(query, variables, assertion) {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': 'en',
      ...(assertion ? { 'x-amtgraph-caller': assertion } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...(await response.json()) };
}

const ask = async (name, query, variables) => (await send(query, variables, await assertionFor(name))).data;

const chip = () => String(Math.floor(Math.random() * 1e15)).padStart(15, '2');
const rex = () => ({
  name: 'Rex',
  breed: 'Dackel',
  chipNumber: chip(),
  keptSince: '2024-05-01',
  idempotencyKey: randomUUID(),
});

async function register(name, input) {
  const query =
    'mutation ($input: RegisterDogInput!) { registerDog(input: $input) { dog { id tagNumber status } problems { code field remedy } } }';
  return (await ask(name, query, { input })).registerDog;
}

const taxQuery = `query ($id: ID!, $of: _Any!) { _entities(representations: [$of]) { ... on Citizen { dogs {
  id status tax { year position amount { amount formatted(locale: "de") } exemption { ground percentToPay until } isPaid feeDemand payment { id } }
} } } }`.replace('$id: ID!, ', '');

const dogsOf = async (name, handle = name) =>
  (await ask(name, taxQuery, { of: { __typename: 'Citizen', id: `handle-${handle}` } }))._entities[0];

test('a registered dog has a tag number, and tax by its position among the dogs', async () => {
  const first = await register('erika', rex());
  assert.deepEqual(first.problems, []);
  assert.match(first.dog.tagNumber, /^C-\d{6}$/);
  await register('erika', { ...rex(), keptSince: '2025-01-01' });
  const { dogs } = await dogsOf('erika');
  assert.deepEqual(
    dogs.map(({ tax }) => tax.position),
    [1, 2],
  );
  assert.ok(dogs[1].tax.amount.amount > dogs[0].tax.amount.amount);
});

test('the same key registers once; the same key for another dog is a conflict', async () => {
  const input = rex();
  const [one, two] = await Promise.all([register('max', input), register('max', input)]);
  assert.equal(one.dog.id, two.dog.id);
  const { dog, problems } = await register('max', { ...input, name: 'Bello' });
  assert.equal(dog, null);
  assert.equal(problems[0].code, 'IDEMPOTENCY_CONFLICT');
});

test('what was entered wrongly is said field by field, with a remedy', async () => {
  const { problems } = await register('leon', { ...rex(), name: ' ', chipNumber: '12', keptSince: '2999-01-01' });
  assert.deepEqual(
    problems.map(({ code, field }) => [code, field]),
    [
      ['NAME_INVALID', ['input', 'name']],
      ['CHIP_INVALID', ['input', 'chipNumber']],
      ['DAY_IN_FUTURE', ['input', 'keptSince']],
    ],
  );
  assert.ok(problems.every(({ remedy }) => remedy.length > 10));
});

test('a chip belongs to one dog', async () => {
  const input = rex();
  await register('anna', input);
  const { problems } = await register('mia', { ...input, idempotencyKey: randomUUID() });
  assert.equal(problems[0].code, 'CHIP_TAKEN');
});

test('a payment that payments tells of settles the tax once, however often it is told; a forged one never', async () => {
  const { dog } = await register('paul', rex());
  const [before] = (await dogsOf('paul')).dogs;
  const keys = createRemoteJWKSet(new URL(`${running.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(before.tax.feeDemand, keys, {
    issuer: 'dog-registration',
    audience: 'payments',
    typ: 'amtgraph-fee-demand+jwt',
  });
  assert.equal(payload.authority, '14511000');
  assert.equal(payload.lines[0].cents, before.tax.amount.amount);
  const data = { paymentId: 'p-1', caseReference: payload.sub, amountCents: before.tax.amount.amount };
  const tell = (secret) => {
    const body = JSON.stringify({ type: 'payment.succeeded', timestamp: new Date().toISOString(), data });
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) };
    const signature = new Webhook(secret).sign('msg_1', new Date(), body);
    return fetch(`${running.url}/webhooks/payments`, {
      method: 'POST',
      body,
      headers: { ...headers, 'webhook-signature': signature },
    });
  };
  assert.equal((await tell(`whsec_${randomBytes(32).toString('base64')}`)).status, 401);
  assert.equal((await dogsOf('paul')).dogs[0].tax.isPaid, false);
  assert.equal((await tell(webhookSecret)).status, 204);
  assert.equal((await tell(webhookSecret)).status, 204);
  const { tax } = (await dogsOf('paul')).dogs.find(({ id }) => id === dog.id);
  assert.deepEqual([tax.isPaid, tax.feeDemand, tax.payment], [true, null, { id: 'p-1' }]);
});

test('an assistance dog is exempt, and does not count for the others', async () => {
  const { dog } = await register('lena', rex());
  await register('lena', { ...rex(), keptSince: '2025-02-01' });
  const query =
    'mutation ($input: ApplyForExemptionInput!) { applyForExemption(input: $input) { dog { id } problems { code } } }';
  const input = { dogId: dog.id, ground: 'ASSISTANCE_DOG', proof: 'SB-12345' };
  assert.deepEqual((await ask('lena', query, { input })).applyForExemption.problems, []);
  const { dogs } = await dogsOf('lena');
  assert.deepEqual(
    dogs.map(({ tax }) => [tax.amount.amount > 0, tax.position]),
    [
      [false, 1],
      [true, 1],
    ],
  );
  assert.deepEqual(dogs[0].tax.exemption, { ground: 'ASSISTANCE_DOG', percentToPay: 0, until: null });
});

test('a dog that is off the register has no tax, and cannot be taken off twice', async () => {
  const { dog } = await register('emma', rex());
  const query =
    'mutation ($input: DeregisterDogInput!) { deregisterDog(input: $input) { dog { status tax { year } } problems { code } } }';
  const input = { dogId: dog.id, lastDay: `${year}-01-02` };
  assert.deepEqual((await ask('emma', query, { input })).deregisterDog, {
    dog: { status: 'DEREGISTERED', tax: null },
    problems: [],
  });
  assert.equal((await ask('emma', query, { input })).deregisterDog.problems[0].code, 'DOG_NOT_FOUND');
});

test("nobody sees or changes another citizen's dogs", async () => {
  const { dog } = await register('noah', rex());
  assert.equal(await dogsOf('eve', 'noah'), null);
  const byId = 'query ($of: _Any!) { _entities(representations: [$of]) { __typename } }';
  assert.deepEqual(await ask('eve', byId, { of: { __typename: 'Dog', id: dog.id } }), { _entities: [null] });
  const query =
    'mutation ($input: DeregisterDogInput!) { deregisterDog(input: $input) { dog { id } problems { code } } }';
  const { deregisterDog } = await ask('eve', query, { input: { dogId: dog.id, lastDay: '2025-01-01' } });
  assert.deepEqual(deregisterDog, { dog: null, problems: [{ code: 'DOG_NOT_FOUND' }] });
});

test('only the gateway is answered: no assertion, one for another service, one of another key, each 401', async () => {
  const stranger = (await generateKeyPair('EdDSA')).privateKey;
  for (const assertion of [
    undefined,
    await assertionFor('erika', { audience: 'payments' }),
    await assertionFor('erika', { key: stranger }),
  ])
    assert.equal((await send('{ __typename }', {}, assertion)).status, 401);
});

test('what is wrong with the configuration is said all at once', () => {
  assert.throws(() => readConfig({ PORT: '-1' }), /GATEWAY_KEYS[\s\S]*PORT[\s\S]*WEBHOOK_SECRET/);
});
