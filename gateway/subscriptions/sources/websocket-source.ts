import type { LookupFunction } from 'node:net';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubscriptionEvent } from '../../execution/prepared-subscription.ts';
import { SubgraphError } from '../../execution/transport/subgraph-error.ts';
import { longestEvent, type OpenEvents, type SourceRequest } from './event-source.ts';
import { usable } from './event-stream-source.ts';

/** Events that wait before the subgraph is made to wait. */
const mostWaiting = 16;
const handshakeMs = 2_000;

/**
 * Events over a WebSocket (graphql-transport-ws), for subgraphs that offer no other way. Each subscription has a connection of its own, since the caller
 * assertion belongs to the connection: it goes with the upgrade request, and in `connection_init` for servers that look there.
 * @param lookup resolves the names of subgraphs' hosts; the system's unless told
 */
export function webSocketSource(lookup?: LookupFunction): OpenEvents {
  return (request, signal) => {
    const events = new SocketEvents(request, lookup);
    signal.addEventListener('abort', () => events.close());
    if (signal.aborted) events.close();
    return events.opened;
  };
}

/** One connection with one subscription. */
class SocketEvents implements AsyncIterable<SubscriptionEvent> {
  /** Resolves with the events once the subgraph has acknowledged the connection. */
  readonly opened: Promise<AsyncIterable<SubscriptionEvent>>;
  private readonly request: SourceRequest;
  private readonly client: Client;
  private readonly waiting: SubscriptionEvent[] = [];
  private socket: WebSocket | undefined;
  private ended: { error?: SubgraphError } | undefined;
  private wake: () => void = () => undefined;

  constructor(request: SourceRequest, lookup: LookupFunction | undefined) {
    this.request = request;
    const { promise, resolve, reject } = Promise.withResolvers<AsyncIterable<SubscriptionEvent>>();
    this.opened = promise;
    const timer = setTimeout(() => {
      this.end(new SubgraphError('SUBGRAPH_TIMEOUT', request.subgraph, 'no WebSocket by the deadline'));
    }, request.deadline - Date.now());
    this.onEndBeforeOpen = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    this.client = createClient({
      url: socketUrl(request.url),
      webSocketImpl: socketWith(request.headers, lookup),
      connectionParams: request.headers,
      retryAttempts: 0,
      on: {
        opened: (socket) => (this.socket = socket as WebSocket),
        connected: () => {
          clearTimeout(timer);
          this.onEndBeforeOpen = () => undefined;
          resolve(this);
        },
      },
    });
    this.subscribe();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SubscriptionEvent> {
    try {
      for (;;) {
        const event = this.waiting.shift();
        if (event) {
          if (this.waiting.length === 0) this.socket?.resume();
          yield event;
        } else if (this.ended) {
          if (this.ended.error) throw this.ended.error;
          return;
        } else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    this.end(new SubgraphError('SUBGRAPH_UNAVAILABLE', this.request.subgraph, 'closed by the gateway'));
  }

  private onEndBeforeOpen: (error: SubgraphError) => void;

  private subscribe(): void {
    const { body, subgraph } = this.request;
    this.client.subscribe(JSON.parse(body), {
      // Written out again, so that it is read and checked like every other answer.
      next: (result) => this.add(usable(JSON.stringify(result), subgraph)),
      error: (error) => {
        if (Array.isArray(error)) {
          this.add(usable(JSON.stringify({ errors: error }), subgraph));
          this.end();
        } else this.end(new SubgraphError('SUBGRAPH_UNAVAILABLE', subgraph, reasonOf(error)));
      },
      complete: () => this.end(),
    });
  }

  private add(event: SubscriptionEvent): void {
    if (this.ended) return;
    this.waiting.push(event);
    if (this.waiting.length >= mostWaiting) this.socket?.pause();
    this.wake();
  }

  private end(error?: SubgraphError): void {
    if (this.ended) return;
    this.ended = error ? { error } : {};
    this.onEndBeforeOpen(error ?? new SubgraphError('SUBGRAPH_BAD_RESPONSE', this.request.subgraph, 'ended unopened'));
    this.wake();
    this.client.terminate();
    void this.client.dispose();
    this.socket?.terminate();
  }
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

function reasonOf(error: unknown): string {
  if (error && typeof error === 'object' && 'code' in error) return `closed with ${String(error.code)}`;
  return error instanceof Error ? error.message : 'the WebSocket failed';
}

/** graphql-ws makes its sockets itself, and hands on no headers. */
function socketWith(
  headers: Record<string, string>,
  lookup: LookupFunction | undefined,
): new (url: string, protocols?: string | string[]) => WebSocket {
  return class extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, {
        headers,
        maxPayload: longestEvent,
        handshakeTimeout: handshakeMs,
        followRedirects: false,
        perMessageDeflate: false,
        ...(lookup && { lookup }),
      });
    }
  };
}
