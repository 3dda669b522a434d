import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../../platform/log.ts';
import { traceparentOf } from '../../platform/telemetry/trace-context.ts';
import { openTracing, type Tracing } from '../../platform/telemetry/tracing.ts';
import type { Lookups } from '../caching/public-cache.ts';
import type { EngineContext, EngineEvent } from '../execution/engine-options.ts';
import type { SubgraphTransport } from '../execution/transport/subgraph-transport.ts';
import type { GatewayContext } from '../http/context.ts';
import type { StreamObserver } from '../subscriptions/stream-observer.ts';
import { createAccessLog, type AccessLog } from './access-log.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import { logEvent } from './log-events.ts';
import { serveMetrics, type OperationsRoute } from './metrics-server.ts';
import { observeRequests, type RequestListener, type RequestObserver } from './observe-requests.ts';
import { observeStreams, type StreamListener } from './observe-streams.ts';
import { OperationLabels } from './operation-labels.ts';
import { operationPlugin } from './operation-plugin.ts';
import type { Recorded, RequestRecord } from './request-record.ts';
import type { TelemetrySettings } from './settings.ts';
import { tracedTransport } from './traced-transport.ts';

type ContextReader = (request: FastifyRequest) => Promise<GatewayContext>;

export interface TelemetryOptions {
  settings: TelemetrySettings;
  log: Logger;
  /** Texts of documents whose operations are shown by name. */
  registered: readonly string[];
}

/**
 * What the gateway tells about itself: access log, metrics, traces. Each is off on its own, and what is off costs nothing: the record of a
 * request is the one object that is always made, since its trace joins the log lines of all services.
 */
export class GatewayTelemetry {
  /** The last of the stages of an operation. */
  readonly stage: ApolloServerPlugin<GatewayContext>;
  /** What the operations port serves besides `/metrics`, by address. */
  readonly routes = new Map<string, OperationsRoute>();
  /** Watches subscriptions. */
  readonly streams: StreamObserver;
  private readonly log: Logger;
  private readonly tracing: Tracing | undefined;
  private readonly labels: OperationLabels;
  private readonly metrics: GatewayMetrics | undefined;
  private readonly accessLog: AccessLog | undefined;
  private readonly listeners: RequestListener[];
  private observer: RequestObserver | undefined;
  private cacheSizes: () => Readonly<Record<string, number>> = () => ({});

  constructor({ settings, log, registered }: TelemetryOptions, tracing: Tracing | undefined) {
    this.log = log;
    this.tracing = tracing;
    this.labels = new OperationLabels(registered);
    this.stage = operationPlugin(this.labels);
    this.metrics =
      settings.METRICS_PORT === undefined
        ? undefined
        : new GatewayMetrics({ inFlight: () => this.observer?.inFlight() ?? 0, caches: () => this.cacheSizes() });
    this.accessLog = settings.ACCESS_LOG && log.isLevelEnabled('info') ? createAccessLog(log) : undefined;
    this.streams = observeStreams(tracing, streamListeners(this.accessLog, this.metrics));
    this.listeners = [
      ...(this.accessLog ? [this.accessLog.write] : []),
      ...(this.metrics ? [countTo(this.metrics, this.labels)] : []),
    ];
  }

  /** Watches a server's requests; to be called before routes are added. */
  observe(app: FastifyInstance): void {
    this.observer = observeRequests(app, this.tracing, (...ended) => {
      for (const listener of this.listeners) listener(...ended);
    });
  }

  /** A context reader whose contexts carry the record of the request, and whose subgraph requests carry its trace. */
  recorded(read: ContextReader): ContextReader {
    return async (request) => {
      const record = this.observer?.recordOf(request);
      const context: GatewayContext & Recorded = await read(request);
      if (!record) return context;
      if (context.caller.client !== undefined) record.client = context.caller.client;
      context.record = record;
      context.forwarded['traceparent'] = traceparentOf(record.trace);
      return context;
    };
  }

  transport(transport: SubgraphTransport): SubgraphTransport {
    return this.tracing ? tracedTransport(transport, this.tracing) : transport;
  }

  readonly onEvent = (event: EngineEvent, context?: EngineContext): void => {
    const record = recordOf(context);
    this.metrics?.countEvent(event);
    if (event.kind === 'waited-for-plan' && record?.span) {
      this.tracing?.start('plan', { parent: record.span, tookMs: event.ms }).end();
    }
    logEvent(this.log, event, record?.trace.traceId);
  };

  readonly onLookups = (lookups: Lookups): void => this.metrics?.countLookups(lookups);

  readonly onCost = (context: GatewayContext, cost: number): void => {
    const record = recordOf(context);
    if (record) record.cost = cost;
  };

  /** Names the caches whose sizes are among the metrics. */
  watchCaches(sizes: () => Readonly<Record<string, number>>): void {
    this.cacheSizes = sizes;
  }

  /** Writes what is left of the access log. */
  close(): void {
    this.accessLog?.close();
  }

  get registry() {
    return this.metrics?.registry;
  }
}

/** Telemetry of a gateway process, with its metrics being served; `onClose` gets what has to be closed. */
export async function openTelemetry(
  options: TelemetryOptions,
  onClose: (closer: () => unknown) => void,
): Promise<GatewayTelemetry> {
  const { settings, log } = options;
  const tracing = await openTracing('gateway', settings);
  if (tracing) onClose(() => tracing.close());
  const telemetry = new GatewayTelemetry(options, tracing);
  onClose(() => telemetry.close());
  if (telemetry.registry && settings.METRICS_PORT !== undefined) {
    const server = await serveMetrics(
      telemetry.registry,
      settings.METRICS_PORT,
      settings.METRICS_HOST,
      telemetry.routes,
    );
    onClose(() => server.close());
    log.info({ url: server.url }, 'metrics are served');
  }
  return telemetry;
}

function recordOf(context: object | undefined): RequestRecord | undefined {
  return context && 'record' in context ? (context as Recorded).record : undefined;
}

function countTo(metrics: GatewayMetrics, labels: OperationLabels): RequestListener {
  return (record, _status, ms) => metrics.countRequest(labels.countedAs(record.operation), record, ms / 1_000);
}

function streamListeners(accessLog: AccessLog | undefined, metrics: GatewayMetrics | undefined): StreamListener {
  const counts = metrics?.streamListener;
  return {
    opened: (way) => counts?.opened(way),
    event: (way, hasErrors) => counts?.event(way, hasErrors),
    ended(stream, wasOpen) {
      accessLog?.writeStream(stream);
      counts?.ended(stream, wasOpen);
    },
    socketOpened: () => counts?.socketOpened(),
    socketClosed: (code) => counts?.socketClosed(code),
  };
}
