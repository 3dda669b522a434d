import type { ApolloServer, GraphQLResponse, HTTPGraphQLRequest } from '@apollo/server';
import { GraphQLError, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { PreparedSubscription } from '../execution/prepared-subscription.ts';
import { stringifyResult } from '../execution/result-text.ts';
import { SubgraphError } from '../execution/transport/subgraph-error.ts';
import type { GatewayContext } from '../http/context.ts';
import { endings, type Ending } from './endings.ts';
import type { OpenSubscriptions } from './open-subscriptions.ts';
import { Outbox, type OutboxLimits, type OutgoingResult } from './outbox.ts';
import type { ObservedStream, StreamEnd, StreamObserver, StreamWay } from './stream-observer.ts';
import type { OpenEvents } from './sources/event-source.ts';

/** A request as a client sent it, whichever way. */
export interface ClientRequest {
  query?: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
  /** Absent where it came over a WebSocket. */
  http?: HTTPGraphQLRequest;
}

/** What became of a request. */
export type Started =
  /** It is not executed at all: what is wrong, and what of HTTP belongs to it. */
  | { kind: 'refused'; result: FormattedExecutionResult; status: number; headers: Iterable<[string, string]> }
  /** There is one result and no events. */
  | { kind: 'answered'; outgoing: OutgoingResult }
  | { kind: 'open'; results: Outbox };

export interface SubscriptionStarterOptions {
  /** Parses, validates, limits and authorizes, as for every other request. */
  apollo: ApolloServer<GatewayContext>;
  open: OpenSubscriptions;
  outbox: OutboxLimits;
  openEvents: (subgraph: string) => OpenEvents;
  /** Milliseconds for opening the events of a subgraph, and for each event. */
  budgetMs: number;
  observer: StreamObserver;
  headersFor: (subgraph: string, context: GatewayContext) => Record<string, string> | Promise<Record<string, string>>;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** What went wrong at a subgraph, for the log. */
  onFailure: (error: unknown) => void;
}

/**
 * Told when the gateway ends a subscription.
 * @returns whether the connection tells the client why, by its close code; else the last result does
 */
export type OnEnded = (ending: Ending) => boolean;

/** Starts subscriptions of clients. */
export class SubscriptionStarter {
  private readonly options: SubscriptionStarterOptions;

  constructor(options: SubscriptionStarterOptions) {
    this.options = options;
  }

  async start(request: ClientRequest, context: GatewayContext, way: StreamWay, onEnded: OnEnded): Promise<Started> {
    const observed = this.options.observer.begin(context, way);
    let started: Started;
    try {
      started = await this.startObserved(request, context, observed, onEnded);
    } catch (error) {
      observed.end('failed');
      throw error;
    }
    if (started.kind === 'refused') observed.end('refused');
    if (started.kind === 'answered') observed.end('complete');
    return started;
  }

  private async startObserved(
    request: ClientRequest,
    context: GatewayContext,
    observed: ObservedStream,
    onEnded: OnEnded,
  ): Promise<Started> {
    const { generation } = this.options.open;
    let prepared: PreparedSubscription | undefined;
    const onSubscription = (subscription: PreparedSubscription) => (prepared = subscription);
    const response = await this.options.apollo.executeOperation(request, {
      contextValue: { ...context, onSubscription },
    });
    const result = resultOf(response);
    if (!prepared) return this.withoutEvents(response, result);
    const running = new RunningSubscription({ prepared, context, observed, onEnded }, this.options);
    const refusal = running.admit();
    if (refusal) return refusal;
    if (generation !== this.options.open.generation) running.end(endings.schemaChanged);
    return running.open();
  }

  private withoutEvents({ http }: GraphQLResponse, result: FormattedExecutionResult): Started {
    const status = http.status ?? 200;
    if (status >= 400) return { kind: 'refused', result, status, headers: http.headers };
    if (result.data === undefined) return { kind: 'refused', result, status: 400, headers: http.headers };
    return { kind: 'answered', outgoing: outgoing(result) };
  }
}

/** What a subscription is about. */
interface Subscribed {
  prepared: PreparedSubscription;
  context: GatewayContext;
  observed: ObservedStream;
  onEnded: OnEnded;
}

/** One subscription of a client: events come from one subgraph, are worked on one after the other, and leave through the outbox. */
class RunningSubscription {
  private readonly prepared: PreparedSubscription;
  private readonly context: GatewayContext;
  private readonly options: SubscriptionStarterOptions;
  private readonly outbox: Outbox;
  private readonly stopping = new AbortController();
  private readonly onEnded: OnEnded;
  private readonly observed: ObservedStream;
  private release: () => void = () => undefined;

  constructor({ prepared, context, observed, onEnded }: Subscribed, options: SubscriptionStarterOptions) {
    this.prepared = prepared;
    this.context = context;
    this.observed = observed;
    this.options = options;
    this.onEnded = onEnded;
    this.outbox = new Outbox(options.outbox, () => this.stop('left'));
  }

  /** @returns the refusal when there are too many */
  admit(): Started | undefined {
    const { caller, address } = this.context;
    try {
      const payer = caller.citizen?.subject ?? `address ${address}`;
      this.release = this.options.open.admit({ caller, end: (ending) => this.end(ending) }, payer);
      return undefined;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { http } = error.extensions as { http?: { status?: number } };
      const result = { errors: [this.options.formatError(error.toJSON(), error)] };
      return { kind: 'refused', result, status: http?.status ?? 429, headers: [] };
    }
  }

  /** Opens the events. A subgraph that refuses makes the only result. */
  async open(): Promise<Started> {
    const { source } = this.prepared;
    const { openEvents, headersFor, budgetMs } = this.options;
    this.observed.opened();
    try {
      const headers = await headersFor(source.subgraph, this.context);
      const request = { ...source, headers, deadline: Date.now() + budgetMs };
      const events = await openEvents(source.subgraph)(request, this.stopping.signal);
      void this.forward(events);
    } catch (error) {
      this.fail(error);
    }
    return { kind: 'open', results: this.outbox };
  }

  /** The gateway ends it: the client reads why. */
  end(ending: Ending): void {
    if (this.stopping.signal.aborted) return;
    const { code, message } = ending;
    this.stop(code);
    if (this.onEnded(ending)) return;
    const last = outgoing({ errors: [{ message, extensions: { code } }] });
    this.outbox.finish(last, { instead: ending === endings.tooSlow });
  }

  private stop(why: StreamEnd): void {
    this.observed.end(why);
    this.stopping.abort();
    this.release();
  }

  private async forward(events: Awaited<ReturnType<OpenEvents>>): Promise<void> {
    try {
      for await (const event of events) {
        if (this.stopping.signal.aborted) return;
        const next = await this.resultFor(event);
        if (this.stopping.signal.aborted) return;
        if (!this.outbox.put(next)) return this.end(endings.tooSlow);
        this.observed.event(next.result.errors !== undefined);
      }
      this.outbox.finish();
      this.stop('complete');
    } catch (error) {
      this.fail(error);
    }
  }

  /** An event that fails in the gateway itself costs only its own result. */
  private async resultFor(event: Parameters<PreparedSubscription['executeEvent']>[0]): Promise<OutgoingResult> {
    try {
      const context = { ...this.context, deadline: Date.now() + this.options.budgetMs };
      const { errors, data } = await this.prepared.executeEvent(event, context);
      const formatted = errors?.map((error) => this.options.formatError(error.toJSON(), error));
      return outgoing({ ...(formatted ? { errors: formatted } : {}), data: data ?? null });
    } catch (error) {
      return outgoing({ errors: [this.formatted(error)], data: null });
    }
  }

  /** The events are lost: that is the last result. */
  private fail(error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.options.onFailure(error);
    this.outbox.finish(outgoing({ errors: [this.formatted(error)] }));
    this.stop('failed');
  }

  private formatted(error: unknown): GraphQLFormattedError {
    const { formatError } = this.options;
    if (error instanceof SubgraphError) {
      const { code, subgraph, message } = error;
      const told = new GraphQLError(message, { extensions: { code, subgraph } });
      return formatError(told.toJSON(), told);
    }
    const originalError = error instanceof Error ? error : new Error(String(error));
    const unexpected = new GraphQLError(originalError.message, { originalError });
    return formatError(unexpected.toJSON(), unexpected);
  }
}

function outgoing(result: FormattedExecutionResult): OutgoingResult {
  return { result, text: stringifyResult(result) };
}

function resultOf({ body }: GraphQLResponse): FormattedExecutionResult {
  if (body.kind === 'single') return body.singleResult;
  throw new Error('Expected one result, but got one in parts: the gateway offers no @defer.');
}
