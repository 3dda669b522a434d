import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Lookups } from '../caching/public-cache.ts';
import type { EngineEvent } from '../execution/engine-options.ts';
import type { StreamListener } from './observe-streams.ts';
import type { RequestRecord } from './request-record.ts';

/** Of RFC 6455, graphql-transport-ws and subscriptions/endings.ts; a client may send any other. */
const closeCodes = new Set([
  1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4410,
  4412, 4413, 4414, 4429, 4499,
]);

const requestSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const planningSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];

/** Sizes that are read when somebody asks for the metrics. */
export interface Sizes {
  /** Requests being worked on. */
  inFlight(): number;
  /** Entries of caches, by the cache's name. */
  caches(): Readonly<Record<string, number>>;
}

/**
 * The gateway's counts, in the form of Prometheus. Labels come from closed sets: codes of errors.ts, names of subgraphs, and labels
 * of operations, which are bounded.
 */
export class GatewayMetrics {
  readonly registry = new Registry();
  private readonly requests = this.histogram(
    'amtgraph_request_seconds',
    'Requests',
    ['operation', 'outcome'],
    requestSeconds,
  );
  private readonly errors = this.counter('amtgraph_request_errors_total', 'Requests that had an error of this code', [
    'outcome',
    'code',
  ]);
  private readonly fetches = this.histogram(
    'amtgraph_subgraph_request_seconds',
    'Requests to subgraphs; code is `ok` or why it failed',
    ['subgraph', 'code'],
    requestSeconds,
  );
  private readonly plans = this.histogram(
    'amtgraph_planning_seconds',
    'Operations planned and compiled',
    ['planner'],
    planningSeconds,
  );
  private readonly lookups = this.counter(
    'amtgraph_public_cache_lookups_total',
    'Entities and answers that the cache of public data was asked for; result is hit, miss or joined',
    ['subgraph', 'result'],
  );
  private readonly openStreams = this.gauge('amtgraph_subscriptions_open', 'Subscriptions that are open', ['way']);
  private readonly streams = this.counter(
    'amtgraph_subscriptions_total',
    'Subscriptions that are over, by how they ended',
    ['way', 'end'],
  );
  private readonly events = this.counter(
    'amtgraph_subscription_events_total',
    'Events that were sent to clients; outcome is `ok`, or `errors` for those that had any',
    ['way', 'outcome'],
  );
  private readonly openSockets = this.gauge('amtgraph_sockets_open', 'WebSockets that are open', []);
  private readonly sockets = this.counter('amtgraph_sockets_closed_total', 'WebSockets that were closed', ['code']);
  private readonly swaps = this.counter('amtgraph_supergraph_swaps_total', 'Supergraphs that came', ['outcome']);
  private readonly supergraph = this.gauge('amtgraph_supergraph', 'The supergraph being served', ['hash']);
  private servedSince: number | undefined;

  constructor(sizes: Sizes) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    this.gauge('amtgraph_requests_in_flight', 'Requests being worked on', [], (gauge) => gauge.set(sizes.inFlight()));
    this.gauge('amtgraph_cache_entries', 'Entries of a cache', ['cache'], (gauge) => {
      for (const [cache, entries] of Object.entries(sizes.caches())) gauge.set({ cache }, entries);
    });
    this.gauge('amtgraph_supergraph_age_seconds', 'Since the supergraph took over', [], (gauge) => {
      if (this.servedSince !== undefined) gauge.set((Date.now() - this.servedSince) / 1_000);
    });
  }

  /** Counts a request that is over. @param operation a bounded label */
  countRequest(operation: string, { outcome = 'ok', codes }: RequestRecord, seconds: number): void {
    this.requests.observe({ operation, outcome }, seconds);
    for (const code of codes) this.errors.inc({ outcome, code });
  }

  /** Counts what the engine did. */
  readonly countEvent = (event: EngineEvent): void => {
    switch (event.kind) {
      case 'fetched':
        this.fetches.observe({ subgraph: event.subgraph, code: event.failure?.code ?? 'ok' }, event.ms / 1_000);
        break;
      case 'planned':
        this.plans.observe({ planner: event.planner }, event.ms / 1_000);
        break;
      case 'swapped':
        this.swaps.inc({ outcome: 'taken over' });
        this.supergraph.reset();
        this.supergraph.set({ hash: event.hash }, 1);
        this.servedSince = Date.now();
        break;
      case 'swap-refused':
        this.swaps.inc({ outcome: 'refused' });
        break;
      // Planning is counted once, however many wait for it.
      case 'waited-for-plan':
        break;
    }
  };

  /** Counts subscriptions and sockets. */
  readonly streamListener: StreamListener = {
    opened: (way) => this.openStreams.inc({ way }),
    event: (way, hasErrors) => this.events.inc({ way, outcome: hasErrors ? 'errors' : 'ok' }),
    ended: ({ way, end }, wasOpen) => {
      if (wasOpen) this.openStreams.dec({ way });
      this.streams.inc({ way, end });
    },
    socketOpened: () => this.openSockets.inc(),
    socketClosed: (code) => {
      this.openSockets.dec();
      this.sockets.inc({ code: closeCodes.has(code) ? String(code) : 'other' });
    },
  };

  /** Counts what the cache of public data was asked for. */
  countLookups({ subgraph, hits, misses, joined }: Lookups): void {
    if (hits > 0) this.lookups.inc({ subgraph, result: 'hit' }, hits);
    if (misses > 0) this.lookups.inc({ subgraph, result: 'miss' }, misses);
    if (joined > 0) this.lookups.inc({ subgraph, result: 'joined' }, joined);
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) {
    return new Histogram({ name, help: `${help}, in seconds.`, labelNames, buckets, registers: [this.registry] });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]) {
    return new Counter({ name, help: `${help}.`, labelNames, registers: [this.registry] });
  }

  private gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect?: (gauge: Gauge<Label>) => void,
  ) {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help: `${help}.`,
      labelNames,
      registers: [this.registry],
      ...(collect && { collect: () => collect(gauge) }),
    });
    return gauge;
  }
}
