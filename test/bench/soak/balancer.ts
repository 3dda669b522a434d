import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Spreads requests over the gateways that say they are ready. */
export interface Balancer extends AsyncDisposable {
  url: string;
  /** Requests that were given to another gateway after the first failed. */
  repeated: number;
  /** Requests that failed and were not given to another, since they may have written something. */
  notRepeated: number;
  isReady(origin: string): boolean;
}

const PROBE_MS = 400;
const PROBE_PATIENCE_MS = 2_000;
/** How long a request waits for a gateway that is ready, milliseconds. */
const WAIT_MS = 6_000;
/** Probes without any answer after which a gateway is taken out; one that says no is out at once. */
const MOST_SILENT = 2;
/** Header of an answer: milliseconds that the request lay at gateways that were killed meanwhile. */
export const LOST_MS_HEADER = 'x-soak-lost-ms';

/** What a gateway answered; undefined when nobody can tell what became of the request. */
type Attempt = 'answered' | 'never arrived' | 'unknown';

/**
 * Asks `/ready`, as balancers do, and repeats what is safe: a request that never arrived, one that was turned away with 503, and one without a mutation.
 * An answer is passed on when it is whole; only event streams go through as they come.
 *
 * @param isKilled whether this gateway has been killed and not started again: only what lay at such a one is told as time lost
 */
export async function startBalancer(
  origins: readonly string[],
  isKilled: (origin: string) => boolean,
): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Set<string>();
  const silent = new Map<string, number>();
  let turn = 0;
  const next = (except: ReadonlySet<string>): string | undefined => {
    const candidates = [...ready].filter((origin) => !except.has(origin));
    turn += 1;
    return candidates[turn % candidates.length];
  };
  const probing = setInterval(() => origins.forEach((origin) => void probe(origin, ready, silent)), PROBE_MS);
  const balancer = { repeated: 0, notRepeated: 0 };

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const isSafe = writesNothing(incoming, body);
    const tried = new Set<string>();
    let lostMs = 0;
    for (const until = Date.now() + WAIT_MS; Date.now() < until;) {
      const origin = next(tried);
      if (origin === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        tried.clear();
        continue;
      }
      const startedAt = performance.now();
      const attempt = await pass({ origin, agent, body, lostMs }, incoming, response);
      if (attempt === 'answered') return;
      if (attempt === 'unknown' && isKilled(origin)) lostMs += performance.now() - startedAt;
      ready.delete(origin);
      tried.add(origin);
      if (attempt === 'unknown' && !isSafe) {
        balancer.notRepeated += 1;
        response.writeHead(502).end('what became of this is not known');
        return;
      }
      balancer.repeated += 1;
    }
    response.writeHead(502).end('no gateway is ready');
  }

  const server = createServer((incoming, response) => void serve(incoming, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(balancer, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isReady: (origin: string) => ready.has(origin),
    async [Symbol.asyncDispose]() {
      clearInterval(probing);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function probe(origin: string, ready: Set<string>, silent: Map<string, number>): Promise<void> {
  const isReady = await fetch(`${origin}/ready`, { signal: AbortSignal.timeout(PROBE_PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => undefined,
  );
  const silences = isReady === undefined ? (silent.get(origin) ?? 0) + 1 : 0;
  silent.set(origin, silences);
  if (isReady) ready.add(origin);
  else if (isReady === false || silences >= MOST_SILENT) ready.delete(origin);
}

function writesNothing({ method }: IncomingMessage, body: Buffer): boolean {
  if (method === 'GET') return true;
  try {
    const { query } = JSON.parse(body.toString()) as { query?: unknown };
    return typeof query === 'string' && !/\bmutation\b/.test(query);
  } catch {
    return false;
  }
}

function pass(
  { origin, agent, body, lostMs }: { origin: string; agent: Agent; body: Buffer; lostMs: number },
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const outgoing = send(`${origin}${url}`, { method, headers, agent }, (answer) => {
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        response.writeHead(answer.statusCode ?? 502, passedOn(answer));
        answer.pipe(response);
        answer.on('error', () => response.destroy());
        response.on('close', () => outgoing.destroy());
        return resolve('answered');
      }
      void passWhole(answer, response, lostMs).then(resolve, () => resolve('unknown'));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'never arrived' : 'unknown'),
    );
    outgoing.end(body);
  });
}

/** A gateway that is closing, or has too much to do, says 503 and has done nothing. */
async function passWhole(answer: IncomingMessage, response: ServerResponse, lostMs: number): Promise<Attempt> {
  const whole = await buffer(answer);
  if (answer.statusCode === 503) return 'never arrived';
  if (lostMs > 0) response.setHeader(LOST_MS_HEADER, Math.round(lostMs));
  response.writeHead(answer.statusCode ?? 502, passedOn(answer)).end(whole);
  return 'answered';
}

function passedOn({ headers }: IncomingMessage): IncomingMessage['headers'] {
  // Between neighbours only: whoever keeps connections must not hear how long somebody else keeps his.
  const { connection: _, 'keep-alive': __, ...rest } = headers;
  return rest;
}
