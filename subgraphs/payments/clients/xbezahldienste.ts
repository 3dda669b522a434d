import { Agent, request } from 'undici';
import { ProviderError, type PaymentProvider } from './payment-provider.ts';
import { readRefundStatus, readSettlement, readTransaction, writeRequest } from './xbezahldienste-messages.ts';

export interface XBezahldiensteOptions {
  url: string;
  /** Bearer token of the interface. */
  key: string;
  /** What one attempt may take, milliseconds. */
  timeoutMs?: number;
}

type Method = 'GET' | 'POST' | 'DELETE';

const endPoint = 'amtgraph';
const attempts = 2;
const largestAnswer = 16 * 1024 * 1024;

/**
 * A payment provider with the interface XBezahldienste, and beside it refunds and settlement files, which that interface leaves to each provider.
 * A call that got no answer is made once more: none of them does anything twice.
 */
export function openXBezahldienste({ url, key, timeoutMs = 2_000 }: XBezahldiensteOptions): PaymentProvider {
  const agent = new Agent({ connect: { timeout: timeoutMs }, maxResponseSize: largestAnswer, connections: 32 });
  const call = async <Result>(
    [method, path]: readonly [Method, string],
    read: (body: unknown) => Result,
    body?: object,
  ): Promise<Result> => {
    const answer = await retrying(() => once(agent, { method, url: new URL(path, url), key, timeoutMs, body }));
    try {
      return read(JSON.parse(answer));
    } catch (error) {
      throw new ProviderError('UNAVAILABLE', 'The payment provider gave an answer that cannot be read.', error);
    }
  };
  const transactions = (authority: string) => `/v1/paymenttransaction/${encodeURIComponent(authority)}/${endPoint}`;
  const transactionOf = (authority: string, id: string) => `${transactions(authority)}/${encodeURIComponent(id)}`;
  return {
    create: (wanted) => call(['POST', transactions(wanted.authority)], readTransaction, writeRequest(wanted)),
    status: (authority, id) => call(['GET', transactionOf(authority, id)], readTransaction),
    cancel: (authority, id) => call(['DELETE', transactionOf(authority, id)], readTransaction),
    // Asking again with the same id tells how the refund stands; only one that is still in work is looked up.
    async refund(authority, { transactionId, refundId, cents }) {
      const refunds = `${transactionOf(authority, transactionId)}/refunds`;
      const status = await call(['POST', refunds], readRefundStatus, { refundId, amount: cents / 100 });
      return status === 'SUBMITTED' ? call(['GET', `${refunds}/${refundId}`], readRefundStatus) : status;
    },
    settlement: (authority, day) =>
      call(['GET', `/v1/settlements/${encodeURIComponent(authority)}?day=${day}`], readSettlement),
    close: () => agent.close(),
  };
}

interface Call {
  method: Method;
  url: URL;
  key: string;
  timeoutMs: number;
  body: object | undefined;
}

/** @throws ProviderError; the provider's own text stays out of it, since it can repeat what it was sent */
async function once(agent: Agent, { method, url, key, timeoutMs, body }: Call): Promise<string> {
  const { statusCode, body: answer } = await request(url, {
    method,
    dispatcher: agent,
    signal: AbortSignal.timeout(timeoutMs),
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (statusCode >= 200 && statusCode < 300) return text;
  const kind =
    statusCode >= 400 && statusCode < 500 && ![401, 403, 408, 429].includes(statusCode) ? 'REFUSED' : 'UNAVAILABLE';
  throw new ProviderError(kind, `The payment provider answered ${method} with ${statusCode}.`);
}

async function retrying(attempt: () => Promise<string>): Promise<string> {
  let last: unknown;
  for (let n = 0; n < attempts; n += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'REFUSED') throw error;
      last = error;
    }
  }
  if (last instanceof ProviderError) throw last;
  throw new ProviderError('UNAVAILABLE', 'The payment provider gave no answer.', last);
}
