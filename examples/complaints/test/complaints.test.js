import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startComplaints } from '../server.js';

let folder, config, running, assertion;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'complaints-'));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const jwks = join(folder, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] }));
  const file = join(folder, 'complaints.jsonl');
  config = { port: 0, host: '127.0.0.1', file, gatewayKeys: pathToFileURL(jwks).href };
  running = await startComplaints(config);
  assertion = await new SignJWT({ scope: '' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'amtgraph-caller+jwt' })
    .setIssuer('amtgraph-gateway')
    .setAudience('complaints')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(privateKey);
});

after(async () => {
  await running.close();
  await rm(folder, { recursive: true });
});

async function ask(query, variables, headers = { 'x-amtgraph-caller': assertion }) {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.ok ? (await response.json()).data : response.status;
}

const report = (input) =>
  ask(
    'mutation ($input: ReportComplaintInput!) { reportComplaint(input: $input) { complaint { ticket hasPhoto status } problems { code field } } }',
    { input },
  );
const litter = () => ({
  kind: 'LITTER',
  text: 'Old tyres beside the path',
  place: { latitude: 53.11, longitude: 9.4 },
  idempotencyKey: randomUUID(),
});

test('what was reported is found by its ticket, also after a restart', async () => {
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(1_000)]).toString('base64');
  const { complaint, problems } = (await report({ ...litter(), photo })).reportComplaint;
  assert.deepEqual([problems, complaint.hasPhoto, complaint.status], [[], true, 'RECEIVED']);
  await running.close();
  running = await startComplaints(config);
  const query = 'query ($ticket: ID!) { complaint(ticket: $ticket) { kind place { latitude } } }';
  const found = { complaint: { kind: 'LITTER', place: { latitude: 53.11 } } };
  assert.deepEqual(await ask(query, { ticket: complaint.ticket }), found);
  assert.deepEqual(await ask(query, { ticket: randomUUID() }), { complaint: null });
});

test('the same key reports once; for something else it is a conflict', async () => {
  const input = litter();
  const first = (await report(input)).reportComplaint.complaint.ticket;
  assert.equal((await report(input)).reportComplaint.complaint.ticket, first);
  const { problems } = (await report({ ...input, text: 'Something else' })).reportComplaint;
  assert.equal(problems[0].code, 'IDEMPOTENCY_CONFLICT');
});

test('a short text, a place elsewhere and a file that is no photo are refused, all at once', async () => {
  const input = { ...litter(), text: 'x', place: { latitude: 48.1, longitude: 11.6 }, photo: 'aGVsbG8=' };
  assert.deepEqual(
    (await report(input)).reportComplaint.problems.map(({ code }) => code),
    ['TEXT_INVALID', 'PLACE_OUTSIDE', 'PHOTO_INVALID'],
  );
});

test('nobody gets around the gateway', async () => {
  assert.equal(await ask('{ __typename }', {}, {}), 401);
  assert.equal(await ask('{ __typename }', {}, { 'x-amtgraph-caller': 'x.y.z' }), 401);
});
