import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { PublicCache } from './public-cache.ts';

const LARGEST_BODY = 16_384;

const name = z.string().regex(/^[\w-]{1,200}$/, 'expected a name');

const invalidation = z
  .strictObject({
    type: name.optional(),
    key: z.record(name, z.union([z.string().max(1_000), z.number()])).optional(),
    subgraph: name.optional(),
  })
  .refine(({ type, subgraph }) => type !== undefined || subgraph !== undefined, 'expected type, subgraph or both')
  .refine(({ type, key }) => key === undefined || type !== undefined, 'expected type along with key');

/**
 * `POST /cache/invalidate` of the operations port: `{ "type": "Authority" }`, `{ "type": "Authority", "key": { "ags": "14713000" } }`,
 * `{ "subgraph": "directory" }`, or `type` and `subgraph` together. 204 when it is forgotten everywhere; 503 when Redis could not be told.
 *
 * Threat: whoever can empty the cache can put all load onto the subgraphs. Rule: a secret of its own, compared in constant time.
 */
export function invalidationEndpoint(cache: PublicCache, token: string) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return answer(response.setHeader('allow', 'POST'), 405, 'POST is expected.');
    if (!isBearer(request.headers.authorization, token)) {
      return answer(
        response.setHeader('www-authenticate', 'Bearer'),
        401,
        'The bearer token of this endpoint is expected.',
      );
    }
    const wanted = invalidation.safeParse(await read(request));
    if (!wanted.success) {
      const problems = wanted.error.issues.map(({ path, message }) =>
        [path.join('.'), message].filter(Boolean).join(': '),
      );
      return answer(response, 400, `A body such as {"type":"Authority"} is expected: ${problems.join('; ')}.`);
    }
    try {
      await cache.invalidate(wanted.data);
      response.writeHead(204).end();
    } catch {
      answer(response, 503, 'The shared cache cannot be reached, so this may still be served. Try again.');
    }
  };
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_BODY) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
}
