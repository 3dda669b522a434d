import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import { actorOf, requireReader } from '../http/credentials.ts';
import type { Registry } from '../registry.ts';
import { findArtifactOf, findLiveArtifact, findLiveStamp, type Artifact } from '../storage/launches.ts';
import { readLaunchParts } from '../storage/variants.ts';

/** Who asks for an artifact, and whether there is one. @throws Refusal */
async function liveStamp(registry: Registry, request: FastifyRequest, ref: GraphRef) {
  requireReader(await actorOf(registry, request.headers));
  const live = await findLiveStamp(registry.db, ref);
  if (!live)
    throw new Refusal('NOT_FOUND', `There is no ${ref.graph}@${ref.variant} here, or it has no supergraph yet.`);
  return live;
}

const notModified = (request: FastifyRequest, reply: FastifyReply, etag: string): boolean => {
  void reply.header('etag', etag).header('cache-control', 'no-cache');
  const asked = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return asked?.includes(etag) === true || asked?.includes('*') === true;
};

/** The signed supergraph for our own gateway: `{ sdl, seal }`. */
export function mountArtifacts(app: FastifyInstance, registry: Registry): void {
  app.get<{ Params: { ref: string } }>('/artifacts/:ref/current', async (request, reply) => {
    const ref = parseGraphRef(request.params.ref);
    const stamp = await liveStamp(registry, request, ref);
    if (notModified(request, reply, `"${stamp.counter}"`)) return reply.status(304).send();
    const live = await findLiveArtifact(registry.db, ref);
    if (!live) throw new Refusal('NOT_FOUND', 'There is no supergraph yet.');
    return reply.header('etag', `"${live.counter}"`).send({ sdl: live.sdl, seal: live.seal });
  });
  mountCdn(app, registry);
}

interface CdnParams {
  target: string;
  id?: string;
  artifact: string;
}

/** What routers of others fetch from a Hive CDN. */
function mountCdn(app: FastifyInstance, registry: Registry): void {
  const answer = async (request: FastifyRequest<{ Params: CdnParams }>, reply: FastifyReply) => {
    const { target, id, artifact } = request.params;
    const ref = parseGraphRef(target);
    const stamp = await liveStamp(registry, request, ref);
    const wanted =
      id === undefined ? await findLiveArtifact(registry.db, ref) : await findArtifactOf(registry.db, ref, id);
    if (!wanted) throw new Refusal('NOT_FOUND', `There is no launch ${id ?? stamp.launch} of this graph.`);
    if (notModified(request, reply, `"${wanted.sha256}-${artifact}"`)) return reply.status(304).send();
    void reply.header('x-hive-schema-version-id', wanted.launch);
    return send(registry, reply, wanted, artifact);
  };
  app.get<{ Params: CdnParams }>('/artifacts/v1/:target/:artifact', answer);
  app.get<{ Params: CdnParams }>('/artifacts/v1/:target/version/:id/:artifact', answer);
}

async function send(registry: Registry, reply: FastifyReply, live: Artifact, artifact: string): Promise<FastifyReply> {
  const text = 'text/plain; charset=utf-8';
  if (artifact === 'supergraph') return reply.type(text).send(live.sdl);
  if (artifact === 'sdl') return reply.type(text).send(live.apiSdl);
  if (artifact === 'metadata') return reply.send([{ id: live.launch, counter: live.counter, sha256: live.sha256 }]);
  if (artifact === 'services') {
    const parts = await readLaunchParts(registry.db, live.launch);
    return reply.send(parts.map(({ name, url, sdl }) => ({ name, url, sdl })));
  }
  throw new Refusal('NOT_FOUND', 'Expected supergraph, sdl, services or metadata.');
}
