import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import type { CompiledPlan } from './compile-plan.ts';
import type { EngineContext } from './engine-options.ts';
import type { Variables } from './response/conditions.ts';
import { RootStep } from './root-step.ts';
import type { RunContext } from './run.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphResponse } from './transport/subgraph-transport.ts';

/** What the subgraph that has the events is asked. */
export interface EventSource {
  /** Its published name. */
  subgraph: string;
  url: string;
  /** The JSON body, without headers. */
  body: string;
}

/** An event as the subgraph sent it, or what is wrong with it. */
export type SubscriptionEvent = SubgraphResponse | SubgraphError;

/** A subscription that has been planned: where its events come from, and what becomes of one. */
export interface PreparedSubscription {
  source: EventSource;
  /**
   * Runs the plan with `event` as the answer of the source, or as its failure: what other subgraphs know about it is fetched, until the context's deadline. A failing subgraph
   * does not reject: it costs its own fields.
   */
  executeEvent: (event: SubscriptionEvent, context: EngineContext) => Promise<GatewayExecutionResult>;
}

/** The source of a plan's events; undefined for a plan that has none: a query, or a subscription whose field may not be seen. */
export function eventSource({ steps }: CompiledPlan, variables: Variables): EventSource | undefined {
  const step = steps.find(({ fetch }) => fetch.kind === 'subscription');
  if (!(step instanceof RootStep) || (step.when && !step.when(variables))) return undefined;
  return { subgraph: step.fetch.subgraph, url: step.url, body: step.bodyFor(variables) };
}

/** Hands a subscription to whoever reads its events, or refuses it where nobody does. */
export function handOver(
  source: EventSource,
  { onSubscription }: EngineContext,
  run: (event: SubscriptionEvent, context: EngineContext) => Promise<{ response: GatewayExecutionResult }>,
): GatewayExecutionResult {
  if (!onSubscription) {
    const message =
      'Subscriptions are answered as text/event-stream or over a WebSocket (graphql-transport-ws). Ask for one of these.';
    return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } })] };
  }
  onSubscription({ source, executeEvent: async (event, context) => (await run(event, context)).response });
  return { data: null };
}

/** The context of a run in which the source has answered already. */
export function answering({ url, body }: EventSource, event: SubscriptionEvent, context: RunContext): RunContext {
  return {
    ...context,
    send: (request) => (request.url === url && request.body === body ? answerOf(event) : context.send(request)),
  };
}

function answerOf(event: SubscriptionEvent): Promise<SubgraphResponse> {
  return event instanceof SubgraphError ? Promise.reject(event) : Promise.resolve(event);
}
