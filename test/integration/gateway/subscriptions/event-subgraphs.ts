import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { PendingChanges } from '../../../../subgraphs/kit/subscriptions/pending-changes.ts';
import { listening, type Closers } from '../running-gateway.ts';

/** An order as the subgraph `orders` tells it; `fault` makes the event fail there. */
export interface OrderEvent {
  id: string;
  status: string;
  customer?: string;
  fault?: boolean;
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])`;

const orders = `${federation}
  type Query { order(id: ID!): Order }
  type Subscription {
    orderChanged(prefix: String): Order
    ordersOfStaff: Order @requiresScopes(scopes: [["orders:staff"]])
    unavailable: Order
  }
  type Order @key(fields: "id") { id: ID! status: String! customer: Customer }
  type Customer @key(fields: "id", resolvable: false) { id: ID! }`;

const customers = `${federation}
  type Query { customer(id: ID!): Customer }
  type Customer @key(fields: "id") { id: ID! name: String! }`;

export const eventGraph = { orders, customers };

/** The two subgraphs: orders has the events, customers knows more about what they name. */
export interface EventSubgraphs {
  urls: { orders: string; customers: string };
  /** Tells all subscribers. */
  tell(event: OrderEvent): void;
  /** How many streams are open. */
  streams(): number;
  /** Headers of the streams that were opened. */
  opened: Record<string, unknown>[];
  /** Makes customers slow or broken. */
  customersFail: boolean;
  /** Ends orders, as if the process were killed. */
  killOrders(): void;
}

/** Starts both, with the stock servers of graphql-sse and graphql-ws, and plain answers for queries. */
export async function startEventSubgraphs(closers: Closers): Promise<EventSubgraphs> {
  const streams = new Set<{ prefix: string; changes: PendingChanges }>();
  const queued = new Map<string, OrderEvent>();
  const opened: EventSubgraphs['opened'] = [];
  const schema = ordersSchema(streams, queued);
  const ordersServer = serve(schema, opened, () => false);
  const state = { customersFail: false };
  const customersServer = serve(customersSchema(), [], () => state.customersFail);
  const urls = {
    orders: `${await listening(ordersServer, closers)}/graphql`,
    customers: `${await listening(customersServer, closers)}/graphql`,
  };
  let count = 0;
  return Object.assign(state, {
    urls,
    opened,
    tell(event: OrderEvent) {
      const key = `${(count += 1)}`;
      queued.set(key, event);
      for (const { prefix, changes } of streams) if (event.id.startsWith(prefix)) changes.add({ id: key, citizen: '' });
    },
    streams: () => streams.size,
    killOrders: () => {
      ordersServer.closeAllConnections();
      for (const socket of socketServers.get(ordersServer)?.clients ?? []) socket.terminate();
      ordersServer.close();
    },
  });
}

function ordersSchema(
  streams: Set<{ prefix: string; changes: PendingChanges }>,
  queued: Map<string, OrderEvent>,
): GraphQLSchema {
  const subscribe = (_root: unknown, { prefix = '' }: { prefix?: string }) => {
    const changes = new PendingChanges(() => streams.delete(entry));
    const entry = { prefix, changes };
    streams.add(entry);
    return changes;
  };
  const resolve = ({ id }: { id: string }) => {
    const event = queued.get(id);
    if (event?.fault) throw new GraphQLError('SELECT secret FROM orders failed');
    return event && { ...event, customer: event.customer ? { id: event.customer } : null };
  };
  const unavailable = {
    subscribe: () => Promise.reject(new GraphQLError('no', { extensions: { code: 'SERVICE_UNAVAILABLE' } })),
  };
  const Subscription = { orderChanged: { subscribe, resolve }, ordersOfStaff: { subscribe, resolve }, unavailable };
  return buildSubgraphSchema([{ typeDefs: parse(orders), resolvers: { Subscription } as never }]);
}

function customersSchema(): GraphQLSchema {
  const __resolveReference = ({ id }: { id: string }) => ({ id, name: `Customer ${id}` });
  return buildSubgraphSchema([
    { typeDefs: parse(customers), resolvers: { Customer: { __resolveReference } } as never },
  ]);
}

const socketServers = new WeakMap<Server, WebSocketServer>();

function serve(schema: GraphQLSchema, opened: EventSubgraphs['opened'], fails: () => boolean): Server {
  const stream = createHandler({ schema });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (fails()) return response.writeHead(503).end();
    if (request.headers.accept === 'text/event-stream') {
      opened.push(request.headers);
      return stream(request, response);
    }
    const { query, variables } = (await json(request)) as { query: string; variables?: Record<string, unknown> };
    const result = await graphql({ schema, source: query, variableValues: variables ?? null });
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  };
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  socketServers.set(server, sockets);
  useServer({ schema, onConnect: ({ extra }) => void opened.push(extra.request.headers) }, sockets);
  return server;
}
