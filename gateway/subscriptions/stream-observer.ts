import type { GatewayContext } from '../http/context.ts';
import type { EndingCode } from './endings.ts';

/** How a client follows events. */
export type StreamWay = 'event-stream' | 'websocket';

/**
 * Why a subscription ended: the gateway's own codes, `refused` before it began, `complete` when its subgraph had no more, `failed` when that was lost, or
 * `left` when the client wanted no more.
 */
export type StreamEnd = EndingCode | 'refused' | 'complete' | 'failed' | 'left';

/** One subscription that is watched. Only the first end counts. */
export interface ObservedStream {
  /** It is open: events may come. */
  opened(): void;
  event(hasErrors: boolean): void;
  end(why: StreamEnd): void;
}

/** Watches subscriptions; nothing of it may hold who asks, or what. */
export interface StreamObserver {
  /** A subscription is asked for. What is asked of subgraphs in this context belongs to its trace. */
  begin(context: GatewayContext, way: StreamWay): ObservedStream;
  socketOpened(): void;
  socketClosed(code: number): void;
}
