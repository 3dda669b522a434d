import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { LookupAddress, lookup } from 'node:dns';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { HttpTransport } from '../../../../../gateway/execution/transport/http-transport.ts';
import type { SubgraphResponse } from '../../../../../gateway/execution/transport/subgraph-transport.ts';
import { RoutingHosts } from '../../../../../platform/routing-hosts.ts';
import { listening } from './hostile-server.ts';
import type { TestServer } from './hostile-server.ts';
import { certificate, key } from './test-certificate.ts';

const trusted = getCACertificates();
let transport: HttpTransport;
let server: TestServer;
let resumed: boolean[];

beforeAll(() => setDefaultCACertificates([...trusted, certificate]));
afterAll(() => setDefaultCACertificates(trusted));
beforeEach(async () => {
  transport = new HttpTransport();
  resumed = [];
  const https = createServer({ cert: certificate, key, ALPNProtocols: ['h2', 'http/1.1'] }, (request, response) => {
    const { alpnProtocol, servername } = request.socket as TLSSocket;
    resumed.push((request.socket as TLSSocket).isSessionReused());
    const isLast = request.url?.endsWith('last') ? { connection: 'close' } : {};
    response.writeHead(200, { 'content-type': 'application/json', ...isLast });
    response.end(JSON.stringify({ data: { alpnProtocol, servername, long: 'ä'.repeat(200_000) } }));
  });
  server = await listening(https);
});
afterEach(async () => {
  await transport.close();
  await server[Symbol.asyncDispose]();
});

function ask(url: string, by = transport): Promise<SubgraphResponse> {
  const deadline = Date.now() + 5_000;
  return by.fetch({ subgraph: 'identity', url, body: '{}', headers: {}, deadline, isMutation: false });
}

function at(host: string, path = ''): string {
  const url = new URL(`${server.url}${path}`);
  return Object.assign(url, { protocol: 'https:', hostname: host }).href;
}

test('A service with TLS is asked by HTTP/1.1 over one connection, by its name, and long answers come whole', async () => {
  for (let count = 0; count < 5; count += 1) {
    const { data } = await ask(at('localhost'));
    expect(data).toEqual({ alpnProtocol: 'http/1.1', servername: 'localhost', long: 'ä'.repeat(200_000) });
  }
  expect(server.connections()).toBe(1);
});

test('An address is asked without a name', async () => {
  expect((await ask(at('127.0.0.1'))).data).toMatchObject({ servername: false });
});

test('The next connection takes up the session of the one before', async () => {
  await ask(at('localhost', '/last'));
  await ask(at('localhost', '/last'));
  expect(resumed).toEqual([false, true]);
});

test('A service whose certificate is for another name is unavailable, and nothing is sent to it', async () => {
  const resolve = ((_: string, __: object, callback: (error: null, found: LookupAddress[]) => void) => {
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  }) as typeof lookup;
  const mistaken = new HttpTransport({ hosts: new RoutingHosts({ allowed: ['other.example'], resolve }) });
  const error = await ask(at('other.example'), mistaken).catch((thrown: unknown) => thrown);
  await mistaken.close();
  expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', connection: 'never made' });
  expect(error).toMatchObject({ reason: 'connection failed: ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(resumed).toEqual([]);
});
