import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newTrace, parseTraceparent, type TraceContext } from '../../platform/telemetry/trace-context.ts';
import type { Tracing } from '../../platform/telemetry/tracing.ts';
import { endingByStatus } from './outcome.ts';
import type { RequestRecord } from './request-record.ts';

/** Told of each request to the API when it is over. */
export type RequestListener = (record: RequestRecord, status: number, ms: number) => void;

export interface RequestObserver {
  /** The record of a request that is under way. */
  recordOf(request: FastifyRequest): RequestRecord | undefined;
  inFlight(): number;
}

/**
 * Keeps a record of each request to `/graphql`, also of those that are turned away before they become an operation.
 * Streams and sockets are not requests in this sense: they end when somebody leaves.
 */
export function observeRequests(
  app: FastifyInstance,
  tracing: Tracing | undefined,
  onEnd: RequestListener,
): RequestObserver {
  const records = new WeakMap<FastifyRequest, RequestRecord>();
  let inFlight = 0;

  function begin(request: FastifyRequest, reply: FastifyReply): void {
    const record = newRecord(request, tracing);
    records.set(request, record);
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
      end(record, reply, onEnd);
    });
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (isObserved(request)) begin(request, reply);
    done();
  });
  // A request that another hook turned away before this one was asked.
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (isObserved(request) && !records.has(request)) begin(request, reply);
    done();
  });
  return { recordOf: (request) => records.get(request), inFlight: () => inFlight };
}

function isObserved({ routeOptions, headers }: FastifyRequest): boolean {
  return (
    routeOptions.url === '/graphql' &&
    headers.upgrade === undefined &&
    !(headers.accept?.includes('text/event-stream') ?? false)
  );
}

function newRecord(request: FastifyRequest, tracing: Tracing | undefined): RequestRecord {
  const parent = parentOf(request);
  const span = tracing?.start('request', { parent, kind: 'server' });
  return {
    startedAt: performance.now(),
    trace: span ?? parent ?? newTrace(),
    span: span?.sampled ? span : undefined,
    codes: [],
  };
}

/**
 * Threat: a caller chooses the trace, so that many people's requests are logged under one number, or all of theirs are recorded. Rule: `traceparent`
 * counts only from a proxy in TRUSTED_PROXIES that says for whom it asks; for everybody else a trace begins here.
 */
function parentOf({ headers, ips }: FastifyRequest): TraceContext | undefined {
  return ips !== undefined && ips.length > 1 ? parseTraceparent(headers['traceparent']) : undefined;
}

function end(record: RequestRecord, { raw }: FastifyReply, onEnd: RequestListener): void {
  const ms = performance.now() - record.startedAt;
  if (record.outcome === undefined || !raw.writableFinished) {
    Object.assign(record, endingByStatus(raw.statusCode, raw.writableFinished));
  }
  onEnd(record, raw.statusCode, ms);
  const { span, operation, kind, outcome, codes } = record;
  span?.end({
    failed: outcome === 'failed',
    attributes: {
      'http.response.status_code': raw.statusCode,
      'amtgraph.outcome': outcome ?? 'ok',
      ...(codes.length > 0 && { 'amtgraph.codes': [...codes] }),
      ...(operation !== undefined && { 'graphql.operation': operation }),
      ...(kind !== undefined && { 'graphql.operation.type': kind }),
    },
  });
}
