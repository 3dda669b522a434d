import type { FastifyInstance } from 'fastify';
import { eventStream, eventStreamHeaders } from '../../../platform/event-stream.ts';
import { parseGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { actorOf, requireReader } from '../http/credentials.ts';
import type { Registry } from '../registry.ts';
import { readVariant } from '../storage/variants.ts';
import type { LaunchFeed } from './launch-feed.ts';

/**
 * `GET /push/amtgraph@prod`: server-sent events `supergraph`, one at once and one for each launch. They say which supergraph is live; it is
 * fetched as an artifact.
 */
export function mountPush(app: FastifyInstance, registry: Registry, feed: LaunchFeed): void {
  app.get<{ Params: { ref: string } }>('/push/:ref', async (request, reply) => {
    requireReader(await actorOf(registry, request.headers));
    const ref = parseGraphRef(request.params.ref);
    await readVariant(registry.db, ref);
    return reply.headers(eventStreamHeaders).send(eventStream(messages(feed, ref)));
  });
  // Streams do not end by themselves, and closing waits for them.
  app.addHook('preClose', () => feed.close());
}

async function* messages(feed: LaunchFeed, ref: GraphRef): AsyncGenerator<string, void, undefined> {
  for await (const { counter, sha256 } of feed.follow(ref)) {
    yield `event: supergraph\nid: ${counter}\ndata: ${JSON.stringify({ counter, sha256 })}\n\n`;
  }
}
