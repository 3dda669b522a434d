import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient as createSocketClient, type Client as SocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GatewayConfig } from '../../../../gateway/config.ts';
import { startGateway } from '../../../../gateway/gateway.ts';
import type { Subscriptions } from '../../../../gateway/subscriptions/subscriptions.ts';
import { createLogger } from '../../../../platform/log.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { collect, type Collected } from '../../../testkit/subscriptions/collect.ts';
import { baseConfig, startIssuer, type Closers, type Login } from '../running-gateway.ts';
import { eventGraph, startEventSubgraphs, type EventSubgraphs } from './event-subgraphs.ts';

/** A result as clients read it. */
export interface Told {
  // Each test has its own shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  data?: any;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** The two ways in which clients subscribe. */
export type Way = 'text/event-stream' | 'WebSocket';
export const ways: readonly Way[] = ['text/event-stream', 'WebSocket'];

export interface Following extends Collected<Told> {
  /** The code with which the WebSocket was closed. */
  closed(): { code: number; reason: string } | undefined;
}

export interface EventGateway {
  url: string;
  subgraphs: EventSubgraphs;
  subscriptions: Subscriptions;
  /** As at SIGTERM. */
  shutDown(): Promise<void>;
  token(login?: Login): Promise<string>;
  /** Subscribes with the stock client of the way. */
  follow(way: Way, query: string, options?: { token?: string; variables?: Record<string, unknown> }): Following;
  /** Puts another supergraph in the place of the one that is served; it differs in a description. */
  swap(): Promise<void>;
  stop(): Promise<void>;
}

/** A gateway over two subgraphs, of which one has events. */
export async function startGatewayWithEvents(
  settings: Partial<GatewayConfig> = {},
  log = createLogger({ process: 'gateway', level: 'silent' }),
): Promise<EventGateway> {
  const closers: Closers = [];
  const subgraphs = await startEventSubgraphs(closers);
  const { issuer, token } = await startIssuer(closers);
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-events-'));
  closers.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'supergraph.graphql');
  const write = async (description: string) => writeFile(file, composed(subgraphs.urls, description));
  await write('An order.');
  const config = { ...(await baseConfig(directory)), SUPERGRAPH_FILE: file, ISSUER: issuer, ...settings };
  const { url, shutdown, subscriptions } = await startGateway(config, log);
  if (!subscriptions) throw new Error('Expected the gateway to offer subscriptions.');
  closers.push(() => shutdown.close());
  const endpoint = `${url}/graphql`;
  return {
    url: endpoint,
    subscriptions,
    shutDown: () => shutdown.close(),
    subgraphs,
    token,
    follow: (way, query, options = {}) =>
      way === 'WebSocket' ? overSocket(endpoint, query, options) : overStream(endpoint, query, options),
    swap: () => write('An order of a customer.'),
    async stop() {
      for (const close of closers.toReversed()) await close();
    },
  };
}

function composed(urls: Record<string, string>, description: string): string {
  const subgraphs = Object.entries(eventGraph).map(([name, typeDefs]) => ({
    name,
    typeDefs: typeDefs.replace('type Order @key', `"${description}" type Order @key`),
  }));
  return compose({ name: 'events', subgraphs } as never, urls).sdl;
}

type FollowOptions = NonNullable<Parameters<EventGateway['follow']>[2]>;

function overStream(url: string, query: string, { token, variables }: FollowOptions): Following {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const client = createStreamClient({ url: `${url}/stream`, headers, retryAttempts: 0 });
  const told = collect(client.iterate({ query, ...(variables ? { variables } : {}) }) as AsyncIterator<Told>);
  return Object.assign(Object.create(told) as Collected<Told>, { closed: () => undefined });
}

function overSocket(url: string, query: string, { token, variables }: FollowOptions): Following {
  let closed: { code: number; reason: string } | undefined;
  const client = socketClient(url, token, (event) => (closed = event));
  const told = collect(client.iterate({ query, ...(variables ? { variables } : {}) }) as AsyncIterator<Told>);
  return Object.assign(Object.create(told) as Collected<Told>, { closed: () => closed });
}

/** The stock client of graphql-ws, with the token in `connection_init`. */
export function socketClient(
  url: string,
  token?: string,
  onClosed: (event: { code: number; reason: string }) => void = () => undefined,
  { retryAttempts = 0 } = {},
): SocketClient {
  return createSocketClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts,
    ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
    on: {
      closed(event) {
        const { code, reason } = event as { code: number; reason: string };
        onClosed({ code, reason });
      },
    },
  });
}
