import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readGatewayConfig, type GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { createLogger } from '../../../platform/log.ts';
import { compose } from '../../testkit/supergraphs/compose.ts';
import { NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import type { FederatedGraph, Row } from '../../testkit/supergraphs/federated-graph.ts';
import { subgraphExecutor } from '../../testkit/supergraphs/subgraph-executor.ts';

/** What a login of a test says. */
export interface Login {
  level?: 'NORMAL' | 'SUBSTANTIAL' | 'HIGH';
  scopes?: readonly string[];
  sub?: string;
  /** Seconds from now until the token's `exp`; negative for one that has passed. */
  expiresIn?: number;
}

export interface GatewayAnswer {
  status: number;
  headers: Headers;
  text: string;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

/** The gateway over subgraphs that answer over HTTP, with an issuer of tokens. */
export interface TestGateway extends AsyncDisposable {
  url: string;
  /** Path of what it serves, for another gateway in front of the same subgraphs. */
  supergraphFile: string;
  /** What subgraphs were asked so far; to be emptied by who reads it. */
  requests: { subgraph: string; query: string; variables: Row | undefined; headers: IncomingHttpHeaders }[];
  token(login?: Login): Promise<string>;
  ask(
    query: string,
    options?: { token?: string; variables?: Row; headers?: Record<string, string>; extensions?: Row },
  ): Promise<GatewayAnswer>;
}

/** Headers of the request that a subgraph's resolvers work for. */
export const requestHeaders = new AsyncLocalStorage<IncomingHttpHeaders>();

/** Whom a request to a subgraph is for, as its caller assertion says; undefined for nobody. */
export function assertedCaller(headers = requestHeaders.getStore()): string | undefined {
  return decodeJwt(String(headers?.['x-amtgraph-caller'])).sub;
}

/** Everything that was started, to be stopped in reverse. */
export type Closers = (() => Promise<unknown>)[];

export async function startTestGateway(
  graph: FederatedGraph,
  settings: Partial<GatewayConfig> = {},
): Promise<TestGateway> {
  const closers: Closers = [];
  const requests: TestGateway['requests'] = [];
  const urls: Record<string, string> = {};
  for (const source of graph.subgraphs) urls[source.name] = await startSubgraph(source, requests, closers);
  const { issuer, token } = await startIssuer(closers);
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-gateway-'));
  closers.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'supergraph.graphql');
  await writeFile(file, compose(graph, urls).sdl);
  const config = { ...(await baseConfig(directory)), SUPERGRAPH_FILE: file, ISSUER: issuer, ...settings };
  const { url, shutdown } = await startGateway(config, createLogger({ process: 'gateway', level: 'silent' }));
  closers.push(() => shutdown.close());
  return {
    url,
    supergraphFile: file,
    requests,
    token,
    ask: (query, options = {}) => ask(url, query, options),
    [Symbol.asyncDispose]: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
}

export async function baseConfig(directory: string): Promise<GatewayConfig> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keyFile = join(directory, 'assertion-key.json');
  await writeFile(keyFile, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'gateway' }));
  return configured({
    NODE_ENV: 'production',
    LOG_LEVEL: 'silent',
    PORT: '0',
    ASSERTION_KEY: `file://${keyFile}`,
    SECTOR_SECRET: 'a secret of the tests, long enough for the gateway',
  });
}

/** The configuration of a process with this environment. */
function configured(environment: Record<string, string>): GatewayConfig {
  const before = process.env;
  try {
    process.env = environment;
    return readGatewayConfig();
  } finally {
    process.env = before;
  }
}

async function ask(
  url: string,
  query: string,
  { token, variables, headers, extensions }: NonNullable<Parameters<TestGateway['ask']>[1]>,
): Promise<GatewayAnswer> {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return post(url, JSON.stringify({ query, variables, extensions }), { ...authorization, ...headers });
}

/** Sends a body as it is. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<GatewayAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Partial<GatewayAnswer>) : {};
  return { ...parsed, status: response.status, headers: response.headers, text };
}

async function startSubgraph(
  source: FederatedGraph['subgraphs'][number],
  requests: TestGateway['requests'],
  closers: Closers,
): Promise<string> {
  const executor = subgraphExecutor(source);
  const server = createServer((request, response) => {
    void json(request).then(async (body) => {
      const { query, variables } = body as { query: string; variables?: Row };
      const { headers } = request;
      requests.push({ subgraph: source.name, query, variables, headers });
      const result = await requestHeaders.run(headers, () => executor.execute(query, variables, NO_FAULTS));
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
  });
  return `${await listening(server, closers)}/graphql`;
}

export async function startIssuer(closers: Closers): Promise<Pick<TestGateway, 'token'> & { issuer: string }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'issuer', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    const found =
      request.url === '/jwks'
        ? { keys: [key] }
        : { issuer, jwks_uri: `${issuer}/jwks`, authorization_endpoint: issuer };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  });
  const issuer = await listening(server, closers);
  return {
    issuer,
    token: ({ level = 'NORMAL', scopes = [], sub = 'erika', expiresIn = 300 } = {}) =>
      new SignJWT({ acr: level, scope: scopes.join(' '), sid: `session of ${sub}` })
        .setProtectedHeader({ alg: 'ES256', kid: 'issuer' })
        .setIssuer(issuer)
        .setAudience('amtgraph-gateway')
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresIn)
        .sign(privateKey),
  };
}

export async function listening(server: Server, closers: Closers): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
