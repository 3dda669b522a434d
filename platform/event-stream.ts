import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';

/** What keeps proxies from taking a quiet stream for a dead one: a comment, which no reader sees (HTML Living Standard, 9.2.7). */
const ping = ':\n\n';

/**
 * The body of a `text/event-stream`. A message is pulled only when the reader took those before it, so that what a slow reader leaves lies with whoever
 * makes the messages and can be bounded there. When the reader goes, the iterator's `return` is called.
 */
export function eventStream(messages: AsyncIterable<string>, pingMs = 12_000): Readable {
  const body = new PassThrough({ highWaterMark: 16_384 });
  const iterator = messages[Symbol.asyncIterator]();
  const pinging = setInterval(() => body.writableLength === 0 && body.write(ping), pingMs).unref();
  body.once('close', () => {
    clearInterval(pinging);
    iterator.return?.().catch(() => undefined);
  });
  // Headers are flushed with the first bytes.
  body.write(ping);
  pump(iterator, body).catch((error: unknown) => {
    body.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return body;
}

async function pump(iterator: AsyncIterator<string>, body: PassThrough): Promise<void> {
  const closed = once(body, 'close');
  for (let next = await iterator.next(); !next.done && !body.destroyed; next = await iterator.next()) {
    if (!body.write(next.value)) await Promise.race([once(body, 'drain'), closed]);
  }
  if (!body.destroyed) body.end();
}

/** Whether a client asks for an event stream. */
export function acceptsEventStream(accept: string | undefined): boolean {
  if (accept === undefined || !/event-stream/i.test(accept)) return false;
  return accept.split(',').some((range) => range.split(';')[0]?.trim().toLowerCase() === 'text/event-stream');
}

/** Headers of an event stream's response. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies that buffer answers would hold events back.
  'x-accel-buffering': 'no',
} as const;
