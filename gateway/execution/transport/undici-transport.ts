import { Pool } from 'undici';
import type { RoutingHosts } from '../../../platform/routing-hosts.ts';
import { Deadlines } from './deadlines.ts';
import { Exchange } from './exchange.ts';
import type { AnswerLimits } from './exchange.ts';
import { SubgraphError } from './subgraph-error.ts';
import type { SubgraphRequest, SubgraphResponse, SubgraphTransport } from './subgraph-transport.ts';

/** Limits of the transport; each has a default. */
export interface UndiciTransportOptions extends Partial<AnswerLimits> {
  /** Connections to one origin; further requests wait for one. 64 unless told. */
  connections?: number;
  /** Milliseconds for establishing a connection; 2,000 unless told. */
  connectTimeoutMs?: number;
  /** Where routing URLs may lead; anywhere unless told. */
  hosts?: RoutingHosts | undefined;
}

const DEFAULT_LIMITS: AnswerLimits = { maxBytes: 8 * 1024 * 1024, maxInflatedBytes: 5_000_000, maxErrors: 100 };

/** Headers that are the transport's own, whatever the request says. */
const OWN_HEADERS = new Set(['content-type', 'accept', 'x-deadline-ms']);

/**
 * Milliseconds without a request after which a connection is closed, whatever the service says of its own patience: proxies pass on
 * `Keep-Alive` of those behind them. What is sent just when the other side closes is lost, and nobody knows whether it was read; so a
 * mutation, which cannot be repeated, takes only a connection that was in use a moment ago.
 */
const KEPT_MS = { queries: 4_000, mutations: 1_000 };

interface Route {
  queries: Pool;
  mutations: Pool;
  path: string;
}

/**
 * Reaches subgraphs over HTTP through kept-alive connections, two pools for each origin: a mutation gets no connection that may be closing.
 *
 * It uses undici's dispatcher and no body streams: an answer is a handful of chunks, joined and parsed once.
 * Redirects are not followed, and of an answer only its body is passed on, no header and no cookie.
 */
export class UndiciTransport implements SubgraphTransport {
  private readonly limits: AnswerLimits;
  private readonly poolOptions: Pool.Options;
  private readonly hosts: RoutingHosts | undefined;
  private readonly pools = new Map<string, Omit<Route, 'path'>>();
  private readonly routes = new Map<string, Route | undefined>();
  private readonly deadlines = new Deadlines();
  private closed = false;

  constructor(options: UndiciTransportOptions = {}) {
    const { connections = 64, connectTimeoutMs = 2_000, hosts, ...limits } = options;
    this.hosts = hosts;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    // Deadlines are ours, so undici needs no timer for headers and bodies.
    this.poolOptions = {
      connections,
      connectTimeout: connectTimeoutMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
      ...(hosts && { connect: { lookup: hosts.lookup, timeout: connectTimeoutMs } }),
    };
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
    return new Promise((resolve, reject) => {
      (request.isMutation ? route.mutations : route.queries).dispatch(
        { path: route.path, method: 'POST', headers: headersFor(request, left), body: request.body },
        new Exchange(request, this.limits, this.deadlines, resolve, reject),
      );
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const pools = [...this.pools.values()].flatMap(({ queries, mutations }) => [queries, mutations]);
    await Promise.all(pools.map((pool) => pool.destroy()));
    this.deadlines.stop();
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
    const route = { ...pools, path: parsed.pathname + parsed.search };
    this.routes.set(url, route);
    return route;
  }

  private poolTo({ origin }: URL, kind: keyof typeof KEPT_MS): Pool {
    return new Pool(origin, {
      ...this.poolOptions,
      keepAliveTimeout: KEPT_MS[kind],
      keepAliveMaxTimeout: KEPT_MS[kind],
    });
  }
}

function headersFor(request: SubgraphRequest, left: number): string[] {
  const headers = [
    'content-type',
    'application/json',
    'accept',
    'application/graphql-response+json, application/json;q=0.9',
    'x-deadline-ms',
    String(left),
  ];
  for (const name of Object.keys(request.headers)) {
    const value = request.headers[name];
    if (value !== undefined && !OWN_HEADERS.has(name.toLowerCase())) headers.push(name, value);
  }
  return headers;
}

function refused(code: SubgraphError['code'], request: SubgraphRequest, reason: string): Promise<never> {
  return Promise.reject(new SubgraphError(code, request.subgraph, reason));
}
