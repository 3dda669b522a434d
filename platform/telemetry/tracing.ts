import type { Attributes } from '@opentelemetry/api';
import type { TraceContext } from './trace-context.ts';

/** What happens between two moments, as part of a trace. */
export interface Span extends TraceContext {
  /** Ends it now. */
  end(outcome?: { failed?: boolean; attributes?: Attributes }): void;
}

export interface SpanOptions {
  /** The span it belongs to; without one it begins a trace. */
  parent?: TraceContext | undefined;
  /** `server` serves a request of another process, `client` waits for another process; `internal` unless told. */
  kind?: 'server' | 'client' | 'internal';
  /** For what is over already: how long it took, milliseconds. */
  tookMs?: number;
  attributes?: Attributes;
}

/** Records spans and sends them off. */
export interface Tracing {
  start(name: string, options?: SpanOptions): Span;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** What a process's configuration says about traces. */
export interface TracingSettings {
  /** Base URL of an OTLP/HTTP receiver; traces go to `/v1/traces` under it. */
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  /** Part of the traces that begin here which is recorded, 0 to 1; all unless told. */
  OTEL_TRACES_SAMPLER_ARG?: number | undefined;
}

/** Traces, when there is somebody to send them to. Nothing of OpenTelemetry is loaded otherwise. */
export async function openTracing(service: string, settings: TracingSettings): Promise<Tracing | undefined> {
  if (!settings.OTEL_EXPORTER_OTLP_ENDPOINT) return undefined;
  const { createTracing } = await import('./opentelemetry.ts');
  return createTracing({
    service,
    url: `${settings.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, '')}/v1/traces`,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG ?? 1,
  });
}
