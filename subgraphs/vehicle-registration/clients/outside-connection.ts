import { isUtf8 } from 'node:buffer';
import { Pool, errors, type Dispatcher } from 'undici';
import type { Logger } from '../../../platform/log.ts';
import type { Unavailable, UnavailableReason } from '../domain/ports.ts';

export interface OutsideOptions {
  /** Name for the log: `register`, `back office 14713000`. */
  name: string;
  /** Base URL; paths are added to it. */
  url: string;
  /** Sent as bearer token. */
  secret: string;
  log: Logger;
  /** For the whole exchange; 3,000 unless told. */
  timeoutMs?: number;
}

export interface OutsideAnswer {
  outcome: 'ANSWER';
  status: number;
  /** UTF-8, at most 256 KB. */
  body: string;
}

export interface OutsideRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  type: string;
  body?: string;
  headers?: Record<string, string>;
}

const longestAnswer = 256 * 1024;
const usualTimeoutMs = 3_000;

/**
 * HTTP towards one system that is not ours.
 *
 * Threat: it hangs, drips, sends gigabytes or a redirect to an address inside. Rule: one time limit for the whole exchange, a size that is
 * counted while it comes, nothing compressed is asked for or taken, no redirect is followed. Neither bodies nor the secret are logged.
 */
export class OutsideConnection {
  readonly #options: OutsideOptions;
  readonly #pool: Pool;
  readonly #base: string;

  constructor(options: OutsideOptions) {
    this.#options = options;
    const { origin, pathname } = new URL(options.url);
    this.#base = pathname.replace(/\/$/, '');
    this.#pool = new Pool(origin, { connections: 16, connectTimeout: 2_000, allowH2: false });
  }

  /** Sends a request. A server in trouble, and every answer that is none, is UNAVAILABLE; 2xx and 4xx are for the adapter to read. */
  async send({ method, path, type, body, headers }: OutsideRequest): Promise<OutsideAnswer | Unavailable> {
    const { secret, timeoutMs = usualTimeoutMs } = this.#options;
    try {
      const response = await this.#pool.request({
        method,
        path: this.#base + path,
        headers: { authorization: `Bearer ${secret}`, 'content-type': type, accept: type, ...headers },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await this.#read(response);
    } catch (error) {
      return this.unavailable(reasonOf(error), error);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** An answer that cannot be used; the log says of which system. */
  unavailable(reason: UnavailableReason, detail: unknown, retryAt?: Date): Unavailable {
    const { name, log } = this.#options;
    log.warn({ system: name, reason, ...(detail instanceof Error ? { err: detail } : { detail }) }, 'no usable answer');
    return { outcome: 'UNAVAILABLE', reason, ...(retryAt ? { retryAt } : {}) };
  }

  async #read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<OutsideAnswer | Unavailable> {
    const refusal = refusalOf(statusCode, headers);
    if (refusal) {
      discard(body);
      return this.unavailable(refusal, `status ${statusCode}`, retryAtOf(headers['retry-after']));
    }
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestAnswer) {
        discard(body);
        return this.unavailable('BAD_ANSWER', `more than ${longestAnswer} bytes`);
      }
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    // A text in another encoding must not slip past whoever looks at it before a parser does.
    if (!isUtf8(bytes)) return this.unavailable('BAD_ANSWER', 'expected UTF-8');
    return { outcome: 'ANSWER', status: statusCode, body: bytes.toString() };
  }
}

/** Ends the connection; the body says so with an error, which would end the process if nobody heard it. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined);
  body.destroy();
}

function refusalOf(status: number, headers: Dispatcher.ResponseData['headers']): UnavailableReason | null {
  if (status === 503) return 'CLOSED';
  if (status === 429) return 'BUSY';
  const encoding = headers['content-encoding'] ?? 'identity';
  // A fault of SOAP 1.1 comes with 500 and has something to read; every other server error and redirect has not.
  const isSoapFault = status === 500 && String(headers['content-type']).includes('xml');
  const isReadable = (status >= 200 && status < 300) || (status >= 400 && status < 500) || isSoapFault;
  // 401 and 403: our secret is wrong, which is no refusal of what was asked.
  return isReadable && encoding === 'identity' && status !== 401 && status !== 403 ? null : 'BAD_ANSWER';
}

function reasonOf(error: unknown): UnavailableReason {
  if (error instanceof errors.HTTPParserError) return 'BAD_ANSWER';
  const isTimeout =
    (error instanceof DOMException && error.name === 'TimeoutError') || error instanceof errors.ConnectTimeoutError;
  return isTimeout ? 'TIMEOUT' : 'UNREACHABLE';
}

const longestWaitMs = 24 * 3_600_000;

/** `Retry-After` in seconds or as a date, a day from now at most. */
function retryAtOf(header: string | string[] | undefined): Date | undefined {
  if (typeof header !== 'string') return undefined;
  const wait = /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? undefined : new Date(Date.now() + Math.min(Math.max(wait, 0), longestWaitMs));
}
