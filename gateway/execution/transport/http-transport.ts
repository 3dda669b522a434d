import type { RoutingHosts } from '../../../platform/routing-hosts.ts';
import { Deadlines } from './deadlines.ts';
import { SubgraphExchange } from './exchange.ts';
import type { AnswerLimits } from './exchange.ts';
import { ConnectionPool } from './http1/connection-pool.ts';
import type { PoolOptions } from './http1/connection-pool.ts';
import { requestHead, requestStart } from './http1/request-head.ts';
import { SubgraphError } from './subgraph-error.ts';
import type { SubgraphRequest, SubgraphResponse, SubgraphTransport } from './subgraph-transport.ts';

/** Limits of the transport; each has a default. */
export interface HttpTransportOptions extends Partial<AnswerLimits> {
  /** Connections to one origin; further requests wait for one. 64 unless told. */
  connections?: number;
  /** Milliseconds for establishing a connection; 2,000 unless told. */
  connectTimeoutMs?: number;
  /** Where routing URLs may lead; anywhere unless told. */
  hosts?: RoutingHosts | undefined;
}

const DEFAULT_LIMITS: AnswerLimits = { maxBytes: 8 * 1024 * 1024, maxInflatedBytes: 5_000_000, maxErrors: 100 };

/**
 * Milliseconds without a request after which a connection is closed, whatever the service says of its own patience: proxies pass on
 * `Keep-Alive` of those behind them. What is sent just when the other side closes is lost, and nobody knows whether it was read; so a
 * mutation, which cannot be repeated, takes only a connection that was in use a moment ago.
 */
const KEPT_MS = { queries: 4_000, mutations: 1_000 };

interface Pools {
  queries: ConnectionPool;
  mutations: ConnectionPool;
}

interface Route extends Pools {
  /** Request line and headers as far as they are the same in each request. */
  start: string;
}

/**
 * Reaches subgraphs over HTTP through kept-alive connections, two pools for each origin: a mutation gets no connection that may be closing.
 *
 * Redirects are not followed, and of an answer only its body is passed on, no header and no cookie.
 */
export class HttpTransport implements SubgraphTransport {
  private readonly limits: AnswerLimits;
  private readonly poolOptions: Omit<PoolOptions, 'origin' | 'keptMs'>;
  private readonly hosts: RoutingHosts | undefined;
  private readonly pools = new Map<string, Pools>();
  private readonly routes = new Map<string, Route | undefined>();
  private readonly deadlines = new Deadlines();
  private closed = false;

  constructor(options: HttpTransportOptions = {}) {
    const { connections = 64, connectTimeoutMs = 2_000, hosts, ...limits } = options;
    this.hosts = hosts;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.poolOptions = { connections, timeoutMs: connectTimeoutMs, lookup: hosts?.lookup };
  }

  fetch(request: SubgraphRequest): Promise<SubgraphResponse> {
    const left = request.deadline - Date.now();
    if (left <= 0) return refused('SUBGRAPH_TIMEOUT', request, 'the deadline had passed before the request');
    if (this.closed) return refused('SUBGRAPH_UNAVAILABLE', request, 'the transport is closed');
    const route = this.routes.get(request.url) ?? this.routeTo(request.url);
    if (!route)
      return refused(
        'SUBGRAPH_UNAVAILABLE',
        request,
        'the routing URL is not http or https, or leads where it may not',
      );
    const head = requestHead(route.start, left, request);
    if (head === undefined) return refused('SUBGRAPH_UNAVAILABLE', request, 'a header that HTTP does not know');
    return new Promise((resolve, reject) => {
      (request.isMutation ? route.mutations : route.queries).send(
        { head, body: request.body },
        new SubgraphExchange(request, this.limits, this.deadlines, resolve, reject),
      );
    });
  }

  close(): Promise<void> {
    this.closed = true;
    for (const { queries, mutations } of this.pools.values()) {
      queries.destroy();
      mutations.destroy();
    }
    this.deadlines.stop();
    return Promise.resolve();
  }

  private routeTo(url: string): Route | undefined {
    const parsed = URL.parse(url);
    if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') return undefined;
    if (this.hosts && !this.hosts.permits(parsed)) return undefined;
    let pools = this.pools.get(parsed.origin);
    if (!pools) {
      pools = { queries: this.poolTo(parsed, 'queries'), mutations: this.poolTo(parsed, 'mutations') };
      this.pools.set(parsed.origin, pools);
    }
    const route = { ...pools, start: requestStart(parsed) };
    this.routes.set(url, route);
    return route;
  }

  private poolTo(origin: URL, kind: keyof typeof KEPT_MS): ConnectionPool {
    return new ConnectionPool({ ...this.poolOptions, origin, keptMs: KEPT_MS[kind] });
  }
}

function refused(code: SubgraphError['code'], request: SubgraphRequest, reason: string): Promise<never> {
  return Promise.reject(new SubgraphError(code, request.subgraph, reason));
}
