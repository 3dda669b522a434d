import type { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '../auth/caller.ts';
import { SubgraphError } from '../execution/transport/subgraph-error.ts';
import type { GatewayContext } from '../http/context.ts';
import type { Requester } from '../sharing/rate-limits.ts';
import type { RoutingHosts } from '../../platform/routing-hosts.ts';
import { createEventStreams } from './clients/event-streams.ts';
import { createWebSockets, refuseElsewhere, refuseForeignOrigins } from './clients/web-sockets.ts';
import { endings } from './endings.ts';
import { OpenSubscriptions, type SubscriptionLimits } from './open-subscriptions.ts';
import type { OutboxLimits } from './outbox.ts';
import type { OpenEvents } from './sources/event-source.ts';
import { EventStreamSource } from './sources/event-stream-source.ts';
import { webSocketSource } from './sources/websocket-source.ts';
import { SubscriptionStarter } from './start-subscription.ts';
import type { StreamObserver } from './stream-observer.ts';

export interface SubscriptionOptions extends SubscriptionSettings {
  apollo: ApolloServer<GatewayContext>;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** What the gateway decides about subscriptions before its GraphQL server is there. */
export interface SubscriptionSettings {
  engine: Pick<GatewayInterface, 'onSchemaLoadOrUpdate'>;
  limits: SubscriptionLimits;
  outbox?: OutboxLimits;
  /** How each subgraph sends events, by its name; over Server-Sent Events unless told. */
  protocols: Readonly<Record<string, string>>;
  /** Where routing URLs may lead; anywhere unless told. */
  hosts?: RoutingHosts | undefined;
  headersFor: (subgraph: string, context: GatewayContext) => Record<string, string> | Promise<Record<string, string>>;
  readContext: (request: FastifyRequest) => Promise<GatewayContext>;
  verify: (authorization: string | undefined) => Promise<Caller>;
  /** Counts a connection or an operation of a socket. @throws LIMIT_EXCEEDED beyond a caller's rate */
  admit: (requester: Requester) => void | Promise<void>;
  /** Milliseconds that a request may take, and an event. */
  budgetMs: number;
  observer: StreamObserver;
  /** Whose pages may open a WebSocket, besides the gateway's own. */
  origins: readonly string[];
  /** Over how many milliseconds clients are sent away when the supergraph changes, so that not all come back at once. */
  reconnectWithinMs?: number;
  onFailure: (error: unknown) => void;
}

export interface Subscriptions {
  /** Answers with an event stream: for POST and GET at `/graphql` with that in `Accept`. */
  stream: ReturnType<typeof createEventStreams>;
  /** Takes the WebSockets of GET `/graphql`. */
  socket: ReturnType<typeof createWebSockets>;
  /** How many are open. */
  readonly size: number;
  /** Ends what belongs to these callers, as at logout. */
  endSessions(concerns: (caller: Caller) => boolean): void;
}

const defaultOutbox: OutboxLimits = { results: 64, characters: 1_048_576 };
const mostMessageBytes = 262_144;
const closingMs = 3_000;

/** Mounts subscriptions on the gateway's server, event streams at `/graphql/stream`. The route `/graphql` is added after it, with what is returned. */
export async function mountSubscriptions(app: FastifyInstance, options: SubscriptionOptions): Promise<Subscriptions> {
  const { apollo, limits, protocols, hosts, outbox = defaultOutbox, headersFor, formatError, onFailure } = options;
  const open = new OpenSubscriptions(limits);
  const eventStreams = new EventStreamSource(hosts?.lookup);
  const openWebSocket = webSocketSource(hosts?.lookup);
  const openEvents = (subgraph: string): OpenEvents =>
    within(hosts, protocols[subgraph] === 'ws' ? openWebSocket : eventStreams.open);
  const { verify, admit, budgetMs, observer } = options;
  const starter = new SubscriptionStarter({
    apollo,
    open,
    outbox,
    openEvents,
    headersFor,
    formatError,
    budgetMs,
    observer,
    onFailure,
  });
  const stream = createEventStreams({ starter, readContext: options.readContext, formatError });
  const mostOperations = limits.perCaller;
  const socket = createWebSockets({
    starter,
    open,
    verify,
    admit,
    budgetMs,
    observer,
    mostOperations,
    formatError,
    mostSockets: limits.total,
    onFailure,
  });
  endWhenReplaced(options, open);
  await app.register(websocket, {
    options: { maxPayload: mostMessageBytes, perMessageDeflate: false, handleProtocols },
    // The socket has been closed with a code by then; there is nobody to tell.
    errorHandler: () => undefined,
    preClose: (done: () => void) => done(),
  });
  app.addHook('preClose', async () => {
    open.close();
    await closeSockets(app);
    await eventStreams.close();
  });
  app.route({ method: ['GET', 'POST'], url: '/graphql/stream', handler: stream });
  app.addHook('preValidation', refuseForeignOrigins(options.origins));
  app.addHook('preValidation', refuseElsewhere);
  return {
    stream,
    socket,
    get size() {
      return open.size;
    },
    endSessions: (concerns) => open.end(endings.sessionEnded, concerns),
  };
}

function within(hosts: RoutingHosts | undefined, open: OpenEvents): OpenEvents {
  if (!hosts) return open;
  return (request, signal) => {
    if (hosts.permits(new URL(request.url))) return open(request, signal);
    const reason = 'the routing URL leads where it may not';
    return Promise.reject(new SubgraphError('SUBGRAPH_UNAVAILABLE', request.subgraph, reason));
  };
}

/** Each of those that are open meets its end at a moment of its own. */
function endWhenReplaced({ engine, reconnectWithinMs = 2_000 }: SubscriptionOptions, open: OpenSubscriptions): void {
  engine.onSchemaLoadOrUpdate?.(() => {
    open.generation += 1;
    open.endWithin(reconnectWithinMs, endings.schemaChanged);
  });
}

/** Waits until clients have read why they are sent away. */
async function closeSockets({ websocketServer: { clients } }: FastifyInstance): Promise<void> {
  for (const deadline = Date.now() + closingMs; clients.size > 0 && Date.now() < deadline;) await pause(20);
  for (const client of clients) client.terminate();
}
