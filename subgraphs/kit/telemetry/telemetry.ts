import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StatementListener } from '../../../platform/database/connect.ts';
import { currentTrace, withTrace } from '../../../platform/telemetry/current-trace.ts';
import { newTrace, parseTraceparent, type TraceContext } from '../../../platform/telemetry/trace-context.ts';
import { openTracing, type Span, type Tracing, type TracingSettings } from '../../../platform/telemetry/tracing.ts';

/** What a subgraph tells about its requests: log lines that join with the gateway's, and spans where traces are recorded. */
export interface SubgraphTelemetry {
  /** Puts each request of this server under its trace; to be called before other hooks are added. */
  observe(app: FastifyInstance): void;
  /** A listener for the database: spans of statements, besides `other`. Undefined where nobody listens. */
  statements(other?: StatementListener): StatementListener | undefined;
  close(): Promise<void>;
}

export async function openTelemetry(subgraph: string, settings: TracingSettings): Promise<SubgraphTelemetry> {
  const tracing = await openTracing(subgraph, settings);
  return {
    observe: (app) => observe(app, tracing),
    statements: (other) => (tracing ? traceStatements(tracing, other) : other),
    close: async () => tracing?.close(),
  };
}

/**
 * The trace that a request belongs to. Threat: a browser chooses the number under which others' requests are logged. Rule: only `/graphql`, which
 * none but the gateway may call, takes it from the header; other pages (the login) begin a trace of their own.
 */
function parentOf({ headers, routeOptions }: FastifyRequest): TraceContext | undefined {
  return routeOptions.url === '/graphql' ? parseTraceparent(headers['traceparent']) : undefined;
}

function observe(app: FastifyInstance, tracing: Tracing | undefined): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  if (tracing) {
    app.addHook('onRequest', (request, reply, done) => {
      const { method, routeOptions } = request;
      const parent = parentOf(request);
      const span = tracing.start(`${method} ${routeOptions.url ?? '(nothing there)'}`, { parent, kind: 'server' });
      spans.set(request, span);
      reply.raw.once('close', () => {
        const { statusCode } = reply.raw;
        span.end({ failed: statusCode >= 500, attributes: { 'http.response.status_code': statusCode } });
      });
      done();
    });
  }
  // After the body has been read: what is read from a socket runs outside of what was begun before.
  app.addHook('preHandler', (request, _reply, done) => {
    withTrace(spans.get(request) ?? parentOf(request) ?? newTrace(), done);
  });
}

function traceStatements(tracing: Tracing, other: StatementListener | undefined): StatementListener {
  return (sql, ms, failed) => {
    other?.(sql, ms, failed);
    const parent = currentTrace();
    if (!parent?.sampled) return;
    const attributes = { 'db.system.name': 'postgresql', 'db.query.text': sql };
    tracing.start(`SQL ${verbOf(sql)}`, { parent, kind: 'client', tookMs: ms, attributes }).end({ failed });
  };
}

/** `select`, `insert`, … */
function verbOf(sql: string): string {
  return /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? 'statement';
}
