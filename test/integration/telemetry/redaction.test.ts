import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { projectFile } from '../../../platform/project-root.ts';
import { type SmallQuestion, whileOthersAsk } from '../../testkit/others-served.ts';
import { startSystem, type TestSystem } from '../../testkit/system.ts';
import { authorizationRequest, Browser } from '../identity/browser.ts';
import { everyRootField } from './every-root-field.ts';
import { plantInCallbacks, plantInGatewaysOtherDoors, plantInRegistry } from './other-doors.ts';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';
import { all, asName, fitting, sentinels, values } from './sentinels.ts';

let system: TestSystem;
let receiver: OtlpReceiver;
const answers: string[] = [];
/** Messages for requests that had nothing planted but in their headers. */
const toHeaders: string[] = [];
/** How many operations had everything planted in their arguments. */
let planted = 0;
/** What the citizen's own data hold. */
const own: string[] = [];

/** Some are refused before they are read to the end, and the connection is closed: then there is no answer. */
async function send(url: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<string> {
  const headers = { ...init.headers, connection: 'close' };
  const response = await fetch(url, { redirect: 'manual', ...init, headers }).catch(() => undefined);
  return (await response?.text().catch(() => '')) ?? '';
}

/** Sends a GraphQL request and keeps the messages of its errors. */
async function ask(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const text = await send(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { errors = [], data } = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    errors?: { message: string }[];
    data?: unknown;
  };
  answers.push(...errors.map(({ message }) => message));
  return (data ?? {}) as Record<string, unknown>;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const update = `mutation ($input: UpdateContactInput!) { updateContact(input: $input) { problems { code message } } }`;

function documents(): unknown[] {
  const [quoted, variables] = [JSON.stringify(all), { v: all, id: all, input: { mail: all, phone: all } }];
  return [
    { query: 'query ($v: String!) { plateDistrict(code: $v) { name } }', variables },
    {
      query: 'query ($id: ID!) { payment(id: $id) { id } appointment(id: $id) { id } authority(id: $id) { name } }',
      variables,
    },
    { query: 'query ($v: String) { authorities(query: $v, after: $v) { edges { cursor } } }', variables },
    {
      query: `{ authorities(query: ${quoted}, after: ${quoted}) { edges { cursor } } authorityByAgs(ags: ${quoted}) { name } }`,
    },
    { query: `query ${asName} { me { id } }`, operationName: asName },
    { query: '{ __typename }', operationName: asName },
    {
      query: `query Q($${asName}: Int) { ${asName}: __typename @include(if: $${asName}) }`,
      variables: { [asName]: all },
    },
    { query: `{ ...${asName} } fragment ${asName} on Query { __typename }` },
    { query: `{ ${asName} }` },
    { query: `{ authorities(first: ${quoted}) { edges { cursor } } }` },
    { query: 'query ($v: Int) { authorities(first: $v) { edges { cursor } } }', variables },
    { query: 'query ($v: Int!) { authorities(first: $v) { edges { cursor } } }', variables: { v: { [asName]: all } } },
    { query: update, variables },
    { query: update, variables: { input: { [asName]: all } } },
    { query: `{ me { id } } ${quoted}` },
    { query: `{ "${all}`, extensions: { persistedQuery: { version: 1, sha256Hash: all } } },
    { query: { [asName]: all } },
    `{"query": "{ me { id } }", "${asName}": ${quoted}`,
  ];
}

function headers(): Record<string, string> {
  return {
    'accept-language': `de, ${sentinels.name}`,
    'apollographql-client-name': all,
    'user-agent': all,
    'x-request-id': all,
    'x-forwarded-for': sentinels.token,
    traceparent: all,
    tracestate: `a=${sentinels.token}`,
    baggage: `name=${sentinels.name}`,
    cookie: `session=${sentinels.token}`,
  };
}

async function plantInGateway(token: string): Promise<void> {
  for (const document of documents()) {
    await ask(system.gateway, document, { ...headers(), authorization: `Bearer ${token}` });
    await ask(system.gateway, document, headers());
  }
  await ask(
    system.gateway,
    { query: '{ me { id } }' },
    { authorization: `Bearer ${sentinels.token}.${sentinels.token}.${sentinels.token}` },
  );
  const query = new URLSearchParams({
    query: '{ me { id } }',
    operationName: asName,
    token: all,
    variables: JSON.stringify({ v: all }),
  });
  answers.push(await send(`${system.gateway}/graphql?${String(query)}`, { headers: headers() }));
  answers.push(await send(`${system.gateway}/${encodeURIComponent(all)}?token=${encodeURIComponent(all)}`));
  answers.push(
    await send(`${system.gateway}/graphql`, { method: 'POST', body: all, headers: { 'content-type': 'text/plain' } }),
  );
}

/** Every argument of every query and mutation, once with everything and once with what fits, by a citizen, a clerk and nobody. */
async function plantInEveryArgument(bearers: readonly (string | undefined)[]): Promise<number> {
  const schema = buildSchema(await readFile(projectFile('schema', 'api.graphql'), 'utf8'));
  const operations = [...everyRootField(schema, () => all), ...everyRootField(schema, fitting)];
  for (const operation of operations) {
    for (const bearer of bearers) {
      await ask(system.gateway, operation, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
    }
  }
  return operations.length;
}

/** A procedure as far as it goes with codes that are wrong. */
async function plantInProcedure(token: string): Promise<void> {
  const authorization = { authorization: `Bearer ${token}` };
  const started = await ask(
    system.gateway,
    {
      query: `mutation { startProcedure(input: { kind: DE_REGISTRATION, idempotencyKey: "${sentinels.token}-started" }) { procedure { id } } }`,
    },
    authorization,
  );
  const { procedure } = (started['startProcedure'] ?? {}) as { procedure?: { id: string } | null };
  expect(procedure?.id).toEqual(expect.any(String));
  const save = `mutation ($input: SaveInputInput!) { saveInput(input: $input) { problems { code message } } }`;
  const codes = { sealCodeFront: 'Sea', sealCodeRear: sentinels.sealCode, certificateOneCode: sentinels.sealCode };
  for (const input of [codes, { vin: sentinels.vin }, { plate: sentinels.name }, { insuranceConfirmation: all }]) {
    await ask(
      system.gateway,
      { query: save, variables: { input: { procedureId: procedure?.id, ...input } } },
      authorization,
    );
  }
  for (const action of ['checkProcedure', 'withdrawProcedure']) {
    const query = `mutation { ${action}(input: { procedureId: "${procedure?.id}" }) { problems { code message } } }`;
    await ask(system.gateway, { query }, authorization);
  }
}

/** The registry's own token, which an operator sends. */
async function registryKey(): Promise<string> {
  const secrets = JSON.parse(await readFile(join(system.data, 'keys', 'secrets.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  return String(secrets['registryRootToken']);
}

async function plantInHeaders(): Promise<void> {
  const before = answers.length;
  for (const query of [
    '{',
    '{ nobody }',
    '{ me { id } }',
    '{ authorities(first: "x") { edges { cursor } } }',
    'mutation { nothing }',
  ]) {
    await ask(system.gateway, { query }, headers());
    await ask(system.gateway, { query }, { ...headers(), authorization: `Bearer ${sentinels.token}` });
    await ask(system.gateway, { query }, { ...headers(), authorization: all });
  }
  toHeaders.push(...answers.slice(before));
}

async function plantInSubgraphs(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    for (const document of documents().slice(0, 4)) {
      await ask(url, document, {
        ...headers(),
        'x-amtgraph-caller': `${sentinels.token}.${sentinels.token}.${sentinels.token}`,
      });
    }
    await ask(url, `{"${asName}": `, headers());
    await send(`${url}/${encodeURIComponent(all)}?token=${encodeURIComponent(all)}`);
  }
}

/** The login page with a name that nobody has, and requests that a client got wrong. */
async function plantInLogin(): Promise<void> {
  const { issuer } = system;
  const browser = new Browser();
  const request = authorizationRequest(issuer, { redirect_uri: `${system.gateway}/`, state: sentinels.token });
  const login = await browser.open(request.url, issuer);
  expect(login.response.status).toBe(200);
  for (const means of ['PASSWORD', 'ELSTER', 'EID', sentinels.name]) {
    await browser
      .post(`${login.url.href}/${means}`, { citizen: all, password: sentinels.token, mail: sentinels.mail })
      .catch(() => undefined);
  }
  await send(
    authorizationRequest(issuer, {
      client_id: all,
      login_hint: all,
      redirect_uri: `https://${sentinels.token}.example/`,
    }).url,
  );
  const form = {
    grant_type: 'authorization_code',
    client_id: 'playground',
    code: sentinels.token,
    code_verifier: sentinels.token,
    redirect_uri: all,
  };
  await send(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
  await send(`${issuer}/me`, { headers: { authorization: `Bearer ${sentinels.token}` } });
}

async function logs(): Promise<Map<string, string>> {
  const folder = join(system.data, 'logs');
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  system = await startSystem({
    environment: { LOG_LEVEL: 'trace', METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  });
  const token = await system.token('erika');
  await whileOthersAsk(await smallQuestion(), () => plantEverywhere(token));
  // Spans and lines of the access log are sent in batches.
  await setTimeout(2_500);
}, 300_000);

/** What another citizen asks meanwhile. */
async function smallQuestion(): Promise<SmallQuestion> {
  const authorization = { authorization: `Bearer ${await system.token('max')}` };
  return async () => {
    const data = await ask(system.gateway, { query: '{ me { name { full } } }' }, authorization);
    expect(data).toMatchObject({ me: { name: { full: 'Max Mustermann' } } });
  };
}

async function plantEverywhere(token: string): Promise<void> {
  const account = await readFile(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
  const data = await ask(system.gateway, { query: account }, { authorization: `Bearer ${token}` });
  own.push(
    ...stringsIn(data['me']).filter((text) => /^[A-Z]{1,3}-|@|^WXX|^.{20,}$/.test(text) || text === 'Mustermann'),
    token,
  );
  await plantInGateway(token);
  await plantInHeaders();
  const urls = [...system.output().matchAll(/^[a-z-]+ +(http:\/\/\S+)$/gm)].map(([, url = '']) => url);
  expect(urls.length).toBeGreaterThanOrEqual(5);
  await plantInSubgraphs(urls);
  await plantInLogin();
  planted = await plantInEveryArgument([token, await system.token('clerk-leipzig'), undefined]);
  await plantInProcedure(token);
  await plantInGatewaysOtherDoors(system.gateway, token, send);
  await plantInCallbacks(urls, send);
  const registry = /^registry +(http:\/\/\S+)/m.exec(system.output())?.[1] ?? '';
  const key = await registryKey();
  own.push(key);
  await plantInRegistry(registry, key, send);
}

afterAll(async () => {
  await system.remove();
  await receiver.close();
});

function finds(text: string, searched: readonly string[]): string[] {
  const lowered = text.toLowerCase();
  return searched.filter((value) =>
    [value, encodeURIComponent(value), value.replaceAll('.', '_')].some((form) => lowered.includes(form.toLowerCase())),
  );
}

test('the search finds what is there, in the forms in which it could have been written', () => {
  expect(own.length).toBeGreaterThan(5);
  for (const value of values) {
    expect(finds(JSON.stringify({ deep: [`x${value}y`] }), values)).toEqual([value]);
    expect(finds(`?q=${encodeURIComponent(value)}`, values)).toEqual([value]);
  }
});

describe('what was planted in every input of the gateway, the subgraphs and the login is not to be found', () => {
  test('in the logs, which are there', async () => {
    const written = await logs();
    expect([...written.keys()]).toEqual(
      expect.arrayContaining([
        'gateway.log',
        'identity.log',
        'payments.log',
        'registry.log',
        'vehicle-registration.log',
      ]),
    );
    expect(planted).toBeGreaterThan(60);
    expect(written.get('gateway.log')?.match(/"msg":"request"/g)?.length).toBeGreaterThan(3 * planted);
    for (const [name, text] of written) expect([name, ...finds(text, [...values, ...own])]).toEqual([name]);
  });

  test('on the terminal', () => {
    expect(finds(system.output(), [...values, ...own])).toEqual([]);
  });

  test('in the traces, which came from every service', () => {
    expect([...new Set(receiver.spans.map(({ service }) => service))].toSorted()).toEqual(
      expect.arrayContaining(['directory', 'gateway', 'identity', 'payments']),
    );
    expect(finds(receiver.text(), [...values, ...own])).toEqual([]);
  });

  test('in the metrics', async () => {
    const url = /"url":"([^"]*\/metrics)"/.exec((await logs()).get('gateway.log') ?? '')?.[1];
    const text = await send(url ?? '');
    expect(text).toContain('operation="Account"');
    expect(finds(text, [...values, ...own])).toEqual([]);
  });

  // What a citizen typed into a document or a variable may come back to the same citizen: a message says what came.
  test('in messages of errors, other than in those to who sent it as an argument', () => {
    expect(toHeaders.length).toBeGreaterThan(10);
    expect(toHeaders.filter((message) => finds(message, values).length > 0)).toEqual([]);
    expect(answers.filter((message) => finds(message, own).length > 0)).toEqual([]);
  });
});
