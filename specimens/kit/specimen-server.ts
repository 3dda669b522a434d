import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { noFaults, setFaults, type Faults } from './faults.ts';

/** What came, with its body read. */
export interface SpecimenRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface SpecimenAnswer {
  status: number;
  /** Something was written: the fault `dropAfterWrite` counts it. */
  isWrite?: boolean;
  type?: string;
  headers?: Record<string, string>;
  body: string;
}

export interface SpecimenOptions {
  /** 0 takes any free port. */
  port: number;
  /** What callers send as `Authorization: Bearer …`. */
  apiKey: string;
  /** Where it keeps what it was told; only in memory without. */
  dataFile?: string | undefined;
}

export interface RunningSpecimen {
  url: string;
  faults: Faults;
  close(): Promise<void>;
}

export const json = (status: number, body: unknown, isWrite = false): SpecimenAnswer => ({
  status,
  isWrite,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** The JSON object in a body; undefined where there is none. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const longestBody = 256 * 1024;

/**
 * Starts a specimen system on 127.0.0.1: `handle` answers what comes with the right key. Besides there are `/health` and `/faults`
 * (GET shows them, POST with JSON sets them), which need no key: they are for whoever develops or tests.
 */
export async function startSpecimen(
  { port, apiKey }: SpecimenOptions,
  handle: (request: SpecimenRequest) => SpecimenAnswer | Promise<SpecimenAnswer>,
): Promise<RunningSpecimen> {
  const faults: Faults = { ...noFaults };
  const server = createServer((message, response) => {
    void answer(message, response).catch(() => response.destroy());
  });

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    if (!request) return send(response, json(413, { error: `expected at most ${longestBody} bytes` }));
    if (request.path === '/health') return send(response, json(200, { status: 'ok' }));
    if (request.path === '/faults') return send(response, faultsRoute(request, faults));
    if (faults.hang) return;
    if (faults.slowMs > 0) await setTimeout(faults.slowMs, undefined, { ref: false });
    if (faults.closed) return send(response, { ...json(503, { error: 'CLOSED' }), headers: { 'retry-after': '60' } });
    if (Math.random() < faults.errorRate) return send(response, json(500, { error: 'INTERNAL' }));
    if (faults.badAnswer) return send(response, { status: 200, type: 'text/html', body: '<h1>Wartungsseite</h1>' });
    if (!hasKey(request, apiKey))
      return send(response, json(401, { error: 'expected the agreed key as bearer token' }));
    const result = await handle(request);
    if (result.isWrite && faults.dropAfterWrite > 0) {
      faults.dropAfterWrite -= 1;
      return void response.destroy();
    }
    send(response, result);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const chosen = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${chosen}`,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(message: IncomingMessage): Promise<SpecimenRequest | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) return null;
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://specimen');
  return {
    method: message.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/**
 * Threat: a page in a developer's browser posts to this port. Rule: only JSON is taken, which a foreign page may not send without being
 * asked first (CORS), and nobody answers that question.
 */
function faultsRoute({ method, headers, body }: SpecimenRequest, faults: Faults): SpecimenAnswer {
  if (method === 'GET') return json(200, faults);
  if (!headers['content-type']?.startsWith('application/json'))
    return json(415, { error: 'expected application/json' });
  const problem = setFaults(faults, jsonObject(body));
  return problem ? json(400, { error: problem }) : json(200, faults);
}

function hasKey({ headers }: SpecimenRequest, apiKey: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, { status, type = 'text/plain', headers, body }: SpecimenAnswer): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers });
  response.end(body);
}
