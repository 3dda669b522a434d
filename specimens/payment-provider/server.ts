import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerAdmin } from './admin.ts';
import { answerApi } from './api.ts';
import { Callbacks } from './callbacks.ts';
import { noFaults, type Faults } from './faults.ts';
import { answerPage } from './paying.ts';
import { Transactions } from './transactions.ts';

export interface ProviderOptions {
  port: number;
  host: string;
  publicUrl?: string | undefined;
  apiKey: string;
  callbackUrl?: string | undefined;
  callbackSecret: string;
  dataFile?: string | undefined;
}

/** The provider's parts, as its routes see them. */
export interface Provider {
  transactions: Transactions;
  callbacks: Callbacks;
  faults: Faults;
  publicUrl: string;
  stopping: AbortSignal;
}

export interface RunningProvider extends Provider {
  url: string;
  close(): Promise<void>;
}

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | object;
}

const largestBody = 262_144;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function isAllowed(header: string | undefined, apiKey: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${apiKey}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '');
  response.writeHead(status, {
    ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
    ...headers,
  });
  response.end(text);
}

/** Starts the specimen payment provider. */
export async function startPaymentProvider(options: ProviderOptions): Promise<RunningProvider> {
  const stop = new AbortController();
  const faults = noFaults();
  const provider: Provider = {
    faults,
    transactions: new Transactions(options.dataFile),
    callbacks: new Callbacks(options.callbackUrl, options.callbackSecret, faults),
    publicUrl: options.publicUrl ?? '',
    stopping: stop.signal,
  };
  const server = createServer((request, response) => {
    answer(provider, options.apiKey, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const url = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  provider.publicUrl ||= url;
  return Object.assign(provider, {
    url,
    async close() {
      stop.abort();
      server.closeAllConnections();
      await Promise.all([provider.callbacks.close(), new Promise((resolve) => server.close(resolve))]);
    },
  });
}

async function answer(
  provider: Provider,
  apiKey: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://provider');
  const request: Request = {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: await readBody(incoming),
  };
  if (request.path.startsWith('/admin/')) {
    // Threat: a page in the developer's browser switches faults or pays. Rule: browsers say where a request comes from; those are refused.
    if (incoming.headers.origin !== undefined) return send(response, { status: 403, body: { error: 'not for pages' } });
    return send(response, await answerAdmin(provider, request));
  }
  const { closed, slowMs, dropAfterWrite } = provider.faults;
  if (slowMs > 0) await pause(slowMs, undefined, { signal: provider.stopping });
  if (closed) return send(response, { status: 503, body: { error: 'closed' } });
  if (request.path.startsWith('/pay/')) return send(response, answerPage(provider, request));
  if (!isAllowed(incoming.headers.authorization, apiKey))
    return send(response, { status: 401, body: { error: 'expected a bearer token that is known here' } });
  const result = answerApi(provider, request);
  if (dropAfterWrite && request.method === 'POST') return void response.destroy();
  send(response, result);
}
