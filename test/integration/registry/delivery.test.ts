import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UplinkSupergraphManager } from '@apollo/gateway';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { Webhook } from 'standardwebhooks';
import { sha256 } from '../../../schema/registry/domain/sha256.ts';
import { startTestRegistry, type TestRegistry } from '../../testkit/registry.ts';
import { citizensSdl, dogsSdl } from '../../testkit/registry-schemas.ts';
import { eventually } from '../../testkit/system.ts';

const ref = 'amtgraph@test';
let registry: TestRegistry;
let gateway: string;
let publisher: string;

async function publish(name: string, sdl: string): Promise<{ counter: number; id: string }> {
  const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) {
    publishSubgraphs(ref: $ref, subgraphs: $subgraphs) { accepted launch { id counter } checks { results { findings { message } } } }
  }`;
  const subgraphs = [{ name, url: `http://127.0.0.1:4001/${name}`, sdl }];
  const { data } = await registry.ask(publisher, query, { ref, subgraphs });
  expect(data.publishSubgraphs).toMatchObject({ accepted: true });
  return data.publishSubgraphs.launch;
}

const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${gateway}` }) =>
  fetch(`${registry.url}${path}`, { headers });

beforeAll(async () => {
  registry = await startTestRegistry();
  gateway = await registry.token(null, 'GATEWAY');
  publisher = await registry.token('chemnitz');
  await publish('citizens', citizensSdl);
}, 120_000);
afterAll(() => registry?.close());

describe('the artifact for gateways', () => {
  test('is sealed: the signature covers graph, counter and the hash of the SDL', async () => {
    const response = await get(`/artifacts/${ref}/current`);
    const { sdl, seal } = (await response.json()) as { sdl: string; seal: string };
    const jwks = (await (await get('/.well-known/jwks.json', {})).json()) as JSONWebKeySet;
    expect(JSON.stringify(jwks)).not.toContain('"d"');
    const { payload, protectedHeader } = await compactVerify(seal, createLocalJWKSet(jwks));
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'amtgraph-supergraph+jwt' });
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      graph: ref,
      counter: 1,
      sha256: sha256(sdl),
    });
  });

  test('is not sent again to whoever has it', async () => {
    const etag = (await get(`/artifacts/${ref}/current`)).headers.get('etag') ?? '';
    const again = await get(`/artifacts/${ref}/current`, { authorization: `Bearer ${gateway}`, 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is for known tokens, and says what is wrong', async () => {
    for (const path of [`/artifacts/${ref}/current`, `/push/${ref}`, `/artifacts/v1/${ref}/supergraph`]) {
      expect((await get(path, {})).status).toBe(401);
      expect((await get(path, { authorization: 'Bearer amt_nothing' })).status).toBe(401);
    }
    expect((await get('/artifacts/amtgraph@prod/current')).status).toBe(404);
    expect((await get('/artifacts/..%2Fetc/current')).status).toBe(400);
  });
});

describe('the push', () => {
  test('tells at once what is live, and each launch within a second', async () => {
    const closing = new AbortController();
    const response = await fetch(`${registry.url}/push/${ref}`, {
      headers: { authorization: `Bearer ${gateway}` },
      signal: closing.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) heard += decoder.decode(chunk as Uint8Array);
    })().catch(() => undefined);
    await eventually('the first event', () => heard.includes('event: supergraph'));
    const { counter } = await publish('dogs', dogsSdl());
    const started = Date.now();
    await eventually('the launch to be heard', () => heard.includes(`id: ${counter}\n`), 5_000);
    expect(Date.now() - started).toBeLessThan(1_000);
    const event = heard.slice(heard.lastIndexOf('event: supergraph'));
    expect(/^data: (.*)$/m.exec(event)?.[1]).toMatch(new RegExp(`^{"counter":${counter},"sha256":"[0-9a-f]{64}"}$`));
    closing.abort();
    await reading;
  });
});

describe('routers of others', () => {
  test('the manager of @apollo/gateway polls Uplink and gets the supergraph', async () => {
    const manager = new UplinkSupergraphManager({
      apiKey: gateway,
      graphRef: ref,
      uplinkEndpoints: [`${registry.url}/uplink`],
      fallbackPollIntervalInMs: 10_000,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const { supergraphSdl, cleanup } = await manager.initialize({
      update: () => undefined,
      healthCheck: () => Promise.resolve(),
      getDataSource: () => {
        throw new Error('not asked for');
      },
    });
    expect(supergraphSdl).toContain('join__Graph');
    await cleanup?.();
  });

  test('Uplink answers in its own codes: unknown key, unknown graph, nothing new', async () => {
    const poll = async (variables: Record<string, string | null>) => {
      const query = `query ($ref: String!, $key: String!, $after: ID) { routerConfig(ref: $ref, apiKey: $key, ifAfterId: $after) {
        __typename ... on RouterConfigResult { id } ... on Unchanged { id } ... on FetchError { code } } }`;
      const response = await fetch(`${registry.url}/uplink`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return ((await response.json()) as { data: { routerConfig: { code?: string; id: string; __typename: string } } })
        .data.routerConfig;
    };
    expect(await poll({ ref, key: 'nothing', after: null })).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    expect(await poll({ ref: 'nothing@here', key: gateway, after: null })).toMatchObject({ code: 'UNKNOWN_REF' });
    expect(await poll({ ref: 'amtgraph@prod', key: gateway, after: null })).toMatchObject({ code: 'RETRY_LATER' });
    const { id } = await poll({ ref, key: gateway, after: null });
    expect(await poll({ ref, key: gateway, after: id })).toEqual({ __typename: 'Unchanged', id });
  });

  test('find supergraph, API, services and metadata in the shape of a CDN, each with its tag', async () => {
    const cdn = (artifact: string, headers: Record<string, string> = {}) =>
      get(`/artifacts/v1/${ref}/${artifact}`, { 'x-hive-cdn-key': gateway, ...headers });
    expect(await (await cdn('supergraph')).text()).toContain('join__Graph');
    expect(await (await cdn('sdl')).text()).not.toContain('join__Graph');
    const services = (await (await cdn('services')).json()) as { name: string; sdl: string }[];
    expect(services.map(({ name }) => name)).toContain('citizens');
    const [{ id }] = (await (await cdn('metadata')).json()) as [{ id: string }];
    const etag = (await cdn('supergraph')).headers.get('etag') ?? '';
    expect((await cdn('supergraph', { 'if-none-match': etag })).status).toBe(304);
    expect((await get(`/artifacts/v1/${ref}/version/${id}/sdl`, { 'x-hive-cdn-key': gateway })).status).toBe(200);
    expect((await cdn('nonsense')).status).toBe(404);
  });
});

describe('webhooks', () => {
  let receiver: Server;
  const received: { headers: Record<string, string>; body: string }[] = [];
  let answers: number[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(answers.shift() ?? 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  afterAll(() => void receiver.close());

  test('tell of a launch with a signature, and again under the same id until they are taken', async () => {
    const admin = await registry.token('chemnitz', 'ADMIN');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/launches`;
    const made = await registry.ask(
      admin,
      'mutation ($input: WebhookInput!) { createWebhook(input: $input) { secret webhook { id } } }',
      { input: { graph: 'amtgraph', url } },
    );
    const { secret } = made.data.createWebhook;
    answers = [500];
    const { id, counter } = await publish('dogs', dogsSdl('"Years." age: Int'));
    await eventually('the first attempt', () => received.length === 1, 10_000);
    registry.passTime(10_000);
    await eventually('the second attempt', () => received.length === 2, 15_000);
    const [first, second] = received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(() => new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {})).not.toThrow();
    expect(JSON.parse(second?.body ?? '')).toMatchObject({
      type: 'launch.completed',
      data: { graph: ref, launch: id, counter, kind: 'PUBLISH', changed: ['dogs'] },
    });
    const { data } = await registry.ask(
      admin,
      '{ webhooks(graph: "amtgraph") { deliveries { attempts lastAnswer } } }',
    );
    expect(data.webhooks).toEqual([{ deliveries: [{ attempts: 2, lastAnswer: 'taken' }] }]);
  }, 40_000);

  test.each(['http://169.254.169.254/latest', 'file:///etc/passwd', 'http://10.0.0.1/', 'ftp://example.org/'])(
    'never lead to %s',
    async (url) => {
      const { errors } = await registry.ask(
        registry.root,
        'mutation ($input: WebhookInput!) { createWebhook(input: $input) { secret } }',
        { input: { graph: 'amtgraph', url } },
      );
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    },
  );
});
