import { newTrace, traceparentOf } from '../../platform/telemetry/trace-context.ts';
import type { Tracing } from '../../platform/telemetry/tracing.ts';
import type { GatewayContext } from '../http/context.ts';
import type { ObservedStream, StreamEnd, StreamObserver, StreamWay } from '../subscriptions/stream-observer.ts';
import type { Recorded, RequestRecord } from './request-record.ts';

/** What is known of a subscription when it is over. */
export interface EndedStream {
  record: RequestRecord;
  way: StreamWay;
  end: StreamEnd;
  events: number;
  /** Events that came with errors. */
  failures: number;
  ms: number;
}

/** Told of subscriptions and sockets. */
export interface StreamListener {
  opened(way: StreamWay): void;
  event(way: StreamWay, hasErrors: boolean): void;
  /** @param wasOpen whether `opened` was told before */
  ended(stream: EndedStream, wasOpen: boolean): void;
  socketOpened(): void;
  socketClosed(code: number): void;
}

/** Makes a record and, where traces are sent, a span of each subscription: from the request for it to its end. */
export function observeStreams(tracing: Tracing | undefined, listener: StreamListener): StreamObserver {
  return {
    begin(context: GatewayContext & Recorded, way) {
      const span = tracing?.start('subscription', { kind: 'server' });
      const record: RequestRecord = {
        startedAt: performance.now(),
        trace: span ?? newTrace(),
        span: span?.sampled ? span : undefined,
        codes: [],
      };
      if (context.caller.client !== undefined) record.client = context.caller.client;
      context.record = record;
      context.forwarded['traceparent'] = traceparentOf(record.trace);
      return new WatchedStream(record, way, listener);
    },
    socketOpened: () => listener.socketOpened(),
    socketClosed: (code) => listener.socketClosed(code),
  };
}

class WatchedStream implements ObservedStream {
  private readonly record: RequestRecord;
  private readonly way: StreamWay;
  private readonly listener: StreamListener;
  private wasOpen = false;
  private isOver = false;
  private events = 0;
  private failures = 0;

  constructor(record: RequestRecord, way: StreamWay, listener: StreamListener) {
    this.record = record;
    this.way = way;
    this.listener = listener;
  }

  opened(): void {
    if (this.wasOpen || this.isOver) return;
    this.wasOpen = true;
    this.listener.opened(this.way);
  }

  event(hasErrors: boolean): void {
    if (this.isOver) return;
    this.events += 1;
    if (hasErrors) this.failures += 1;
    this.listener.event(this.way, hasErrors);
  }

  end(end: StreamEnd): void {
    if (this.isOver) return;
    this.isOver = true;
    const { record, way, events, failures } = this;
    this.listener.ended({ record, way, end, events, failures, ms: performance.now() - record.startedAt }, this.wasOpen);
    record.span?.end({
      failed: end === 'failed',
      attributes: {
        'amtgraph.way': way,
        'amtgraph.end': end,
        'amtgraph.events': events,
        'amtgraph.events.failed': failures,
        ...(record.codes.length > 0 && { 'amtgraph.codes': [...record.codes] }),
        ...(record.operation !== undefined && { 'graphql.operation': record.operation }),
        'graphql.operation.type': 'subscription',
      },
    });
  }
}
