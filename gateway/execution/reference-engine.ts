import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { SupergraphManager } from '@apollo/gateway';
import { readSupergraph, type Supergraph } from '../supergraph/supergraph.ts';
import { withoutSecurityDirectives } from '../supergraph/without-security-directives.ts';
import type { Engine } from './engine.ts';
import type { EngineContext, EngineOptions } from './engine-options.ts';

/** What the gateway's server needs of an engine, whichever it is. */
export interface ServingEngine extends GatewayInterface {
  /** The supergraph being served. */
  supergraph(): Supergraph;
  /** Entries of the engine's caches, by the cache's name. */
  cacheSizes?(): Readonly<Record<string, number>>;
  /** See `Engine`. */
  admits?: Engine['admits'];
}

export interface ReferenceEngineOptions extends Pick<EngineOptions, 'supergraph' | 'subgraphUrls' | 'headersFor'> {
  /** Told that the supergraph has security directives, which this engine does not know. Throwing refuses the supergraph. */
  onUnprotected(): void;
}

/**
 * `@apollo/gateway` itself, for comparisons (`ENGINE=reference`). It refuses a supergraph with security directives, so it gets one without
 * them, and enforces none. Loaded only when it is asked for: nothing of it runs otherwise.
 */
export async function createReferenceEngine(options: ReferenceEngineOptions): Promise<ServingEngine> {
  const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');
  const { manager, current } = keepCurrent(options.supergraph, options.onUnprotected);

  class Source extends RemoteGraphQLDataSource {
    readonly #subgraph: string;

    constructor(subgraph: string, url: string) {
      super({ url });
      this.#subgraph = subgraph;
    }

    override async willSendRequest({
      request,
      context,
    }: {
      request: { http?: { headers: { set(name: string, value: string): void } } };
      context: unknown;
    }) {
      // Requests of its own (introspection, health) come without the context of a client's request.
      if (!context || typeof context !== 'object' || !('callerKey' in context)) return;
      const headers = await options.headersFor(this.#subgraph, context as EngineContext);
      for (const [name, value] of Object.entries(headers)) request.http?.headers.set(name, value);
    }
  }

  const gateway = new ApolloGateway({
    supergraphSdl: manager,
    buildService: ({ name, url }) => new Source(name, options.subgraphUrls?.[name] ?? url ?? ''),
  });
  return Object.assign(gateway, { supergraph: current });
}

/** Remembers the supergraph as it came, and hands on one that `@apollo/gateway` accepts. */
function keepCurrent(source: SupergraphManager, onUnprotected: () => void) {
  let supergraph: Supergraph | undefined;
  const accept = (sdl: string): string => {
    const accepted = withoutSecurityDirectives(sdl);
    if (accepted !== sdl) onUnprotected();
    supergraph = readSupergraph(sdl);
    return accepted;
  };
  const manager: SupergraphManager = {
    async initialize(hooks) {
      const started = await source.initialize({ ...hooks, update: (sdl) => hooks.update(accept(sdl)) });
      return { ...started, supergraphSdl: accept(started.supergraphSdl) };
    },
  };
  const current = (): Supergraph => {
    if (!supergraph) throw new Error('Expected the engine to be loaded before it is used.');
    return supergraph;
  };
  return { manager, current };
}
