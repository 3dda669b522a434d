import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';

/** An event whose sender is known. */
export interface ReceivedEvent {
  /** The `webhook-id`. */
  id: string;
  type: string;
  /** When it happened. */
  timestamp: Date;
  /** As the sender wrote it: check it before use. */
  data: unknown;
}

/** The event, or why there is none and with which status to answer. */
export type ReadEvent = { event: ReceivedEvent } | { event?: undefined; status: 400 | 401 | 422; problem: string };

const idPattern = /^[\w.:-]{1,200}$/;

const bodyShape = z.object({
  type: z.string().min(1).max(200),
  timestamp: z.iso.datetime().transform((text) => new Date(text)),
  data: z.unknown(),
});

function isSigned(body: string, headers: Record<string, string>, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return false;
      throw error;
    }
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Checks signature, age and form of an event, in this order: nothing of what is not signed is looked into. */
export function readEvent(body: string, given: IncomingHttpHeaders, secrets: readonly string[]): ReadEvent {
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(given[name] ?? '')]),
  );
  const id = headers['webhook-id'] ?? '';
  if (!idPattern.test(id) || !headers['webhook-timestamp'] || !headers['webhook-signature'])
    return {
      status: 400,
      problem: 'Expected the headers webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks).',
    };
  if (!isSigned(body, headers, secrets))
    return {
      status: 401,
      problem:
        'The signature does not fit, or the timestamp is more than five minutes from now. Check secret and clock.',
    };
  const read = bodyShape.safeParse(parse(body));
  if (!read.success)
    return { status: 422, problem: 'Expected JSON with `type`, `timestamp` (RFC 3339, UTC) and `data`.' };
  return { event: { id, type: read.data.type, timestamp: read.data.timestamp, data: read.data.data } };
}
