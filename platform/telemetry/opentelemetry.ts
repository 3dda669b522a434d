import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TraceContext } from './trace-context.ts';
import type { Span, SpanOptions, Tracing } from './tracing.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
const exportTimeoutMs = 5_000;
const batchDelayMs = 1_000;

function contextOf(parent: TraceContext | undefined): Context {
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/**
 * Spans by OpenTelemetry, sent as OTLP over HTTP in JSON. Parents are handed on by hand: no context manager and no instrumentation
 * is installed, so nothing is patched and nothing is recorded but what this project says itself.
 */
export function createTracing({ service, url, ratio }: { service: string; url: string; ratio: number }): Tracing {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'amtgraph' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: batchDelayMs })],
  });
  const tracer = provider.getTracer('amtgraph');

  function start(name: string, { parent, kind = 'internal', tookMs, attributes }: SpanOptions = {}): Span {
    const startTime = tookMs === undefined ? undefined : Date.now() - tookMs;
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], ...(startTime && { startTime }), ...(attributes && { attributes }) },
      contextOf(parent),
    );
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceId,
      spanId,
      sampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
      end({ failed, attributes: last } = {}) {
        if (last) span.setAttributes(last);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  return { start, close: () => provider.shutdown() };
}
