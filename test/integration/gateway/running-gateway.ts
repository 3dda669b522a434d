import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { defaultLimits } from '../../../gateway/limits/limits.ts';
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
  /** What subgraphs were asked so far; to be emptied by who reads it. */
  requests: { subgraph: string; query: string }[];
  token(login?: Login): Promise<string>;
  ask(
    query: string,
    options?: { token?: string; variables?: Row; headers?: Record<string, string>; extensions?: Row },
  ): Promise<GatewayAnswer>;
}

/** Everything that was started, to be stopped in reverse. */
type Closers = (() => Promise<unknown>)[];

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
    requests,
    token,
    ask: (query, options = {}) => ask(url, query, options),
    [Symbol.asyncDispose]: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
}

async function baseConfig(directory: string): Promise<GatewayConfig> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keyFile = join(directory, 'assertion-key.json');
  await writeFile(keyFile, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'gateway' }));
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'silent',
    PORT: 0,
    HOST: '127.0.0.1',
    SUPERGRAPH_FILE: '',
    SUBGRAPH_URLS: {},
    ENGINE: 'compiled',
    PLANNER: 'auto',
    ISSUER: undefined,
    TOKEN_AUDIENCE: 'amtgraph-gateway',
    ASSERTION_KEY: `file://${keyFile}`,
    ASSERTION_ISSUER: 'amtgraph-gateway',
    SECTOR_SECRET: 'a secret of the tests, long enough for the gateway',
    CORS_ORIGINS: [],
    TRUSTED_PROXIES: [],
    MAX_IN_FLIGHT: 1_000,
    LIMITS: { ...defaultLimits },
    PLAYGROUND: false,
    INTROSPECTION: false,
  };
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
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables?: Row };
      requests.push({ subgraph: source.name, query });
      void executor.execute(query, variables, NO_FAULTS).then((result) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
      });
    });
  });
  return `${await listening(server, closers)}/graphql`;
}

async function startIssuer(closers: Closers): Promise<Pick<TestGateway, 'token'> & { issuer: string }> {
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
    token: ({ level = 'NORMAL', scopes = [], sub = 'erika' } = {}) =>
      new SignJWT({ acr: level, scope: scopes.join(' '), sid: `session of ${sub}` })
        .setProtectedHeader({ alg: 'ES256', kid: 'issuer' })
        .setIssuer(issuer)
        .setAudience('amtgraph-gateway')
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
  };
}

async function listening(server: Server, closers: Closers): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
