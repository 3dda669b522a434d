import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import type { OutgoingEvent } from './outgoing-events.ts';

/** Who receives events, as the configuration names them. */
export interface Destination {
  name: string;
  url: string;
  /** Of Standard Webhooks (`whsec_…`). Each signs, so that either side can change first when a secret is replaced. */
  secrets: readonly string[];
}

/** What became of one attempt. */
export type Outcome =
  | { kind: 'taken' }
  /** The receiver will never take it. */
  | { kind: 'refused'; problem: string }
  /** It may work later. */
  | { kind: 'failed'; problem: string };

const timeoutMs = 10_000;

/** The body of an event: the same bytes at every attempt. */
export function bodyOf({ type, at, data }: Pick<OutgoingEvent, 'type' | 'at' | 'data'>): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}

function headersOf(id: string, body: string, secrets: readonly string[]): Record<string, string> {
  const now = new Date();
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}

/**
 * Sends an event to its receiver (Standard Webhooks 1.0). Only a 2xx means that it was taken; 422 and 410 that it never will be.
 * Nothing of the answer's body is read, redirects are not followed. What is under way when `ended` is aborted has failed.
 */
export async function sendEvent(
  event: OutgoingEvent,
  { url, secrets }: Destination,
  ended: AbortSignal,
): Promise<Outcome> {
  const body = bodyOf(event);
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: headersOf(event.id, body, secrets),
      body,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ended]),
    });
    await answer.body.dump({ limit: 65_536 });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { kind: 'taken' };
    const problem = `the receiver answered ${answer.statusCode}`;
    return { kind: answer.statusCode === 422 || answer.statusCode === 410 ? 'refused' : 'failed', problem };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return { kind: 'failed', problem: `the receiver could not be reached (${code ?? 'no answer'})` };
  }
}
