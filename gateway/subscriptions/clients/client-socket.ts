import type { WebSocket } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Caller } from '../../auth/caller.ts';
import { requestContext, type GatewayContext } from '../../http/context.ts';
import type { Requester } from '../../sharing/rate-limits.ts';
import type { Ending } from '../endings.ts';
import type { OpenSubscriptions } from '../open-subscriptions.ts';
import type { SubscriptionStarter } from '../start-subscription.ts';
import { longestReason, partFrom } from './part-from.ts';

export interface ClientSocketOptions {
  starter: SubscriptionStarter;
  open: OpenSubscriptions;
  /** Who the bearer of an `authorization` is. */
  verify: (authorization: string | undefined) => Promise<Caller>;
  /** Counts a connection or an operation. @throws LIMIT_EXCEEDED beyond a caller's rate */
  admit: (requester: Requester) => void | Promise<void>;
  /** Milliseconds that an operation may take to begin. */
  budgetMs: number;
  /** Operations of one socket that may be starting or running. */
  mostOperations: number;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** As `Unauthorized` of graphql-transport-ws: clients do not connect again by themselves. */
const unauthorized = 4_401;
const tryAgainLater = 1_013;
/** How long clients may take to read the close code, milliseconds. */
const partingMs = 1_000;

/** What a client gave for `Authorization` that is no text: it is refused as any other that is none. */
const NO_TEXT = 'no text';

/** One connection of a client. Its token is that of the upgrade request, or of `connection_init`; with it everything on the socket ends. */
export class ClientSocket {
  private readonly socket: WebSocket;
  private readonly request: FastifyRequest;
  private readonly options: ClientSocketOptions;
  private caller: Caller | undefined;
  private release: () => void = () => undefined;
  private isParting = false;
  /** How many operations are under way; from the protocol. */
  running: () => number = () => 0;

  constructor(socket: WebSocket, request: FastifyRequest, options: ClientSocketOptions) {
    this.socket = socket;
    this.request = request;
    this.options = options;
  }

  /** Verifies the token. @returns false when the client is sent away */
  async connect(params: Readonly<Record<string, unknown>>): Promise<boolean> {
    const given = params['authorization'] ?? params['Authorization'] ?? this.request.headers.authorization;
    try {
      this.caller = await this.options.verify(given === undefined || typeof given === 'string' ? given : NO_TEXT);
      await this.options.admit({ caller: this.caller, address: this.request.ip });
    } catch (error) {
      this.refuse(error);
      return false;
    }
    if (this.socket.readyState !== this.socket.OPEN) return false;
    this.release = this.options.open.watch({ caller: this.caller, end: (ending) => this.part(ending) });
    return true;
  }

  private context(): GatewayContext {
    if (!this.caller) throw new Error('Expected connection_init before an operation.');
    const { headers, ip } = this.request;
    return requestContext(this.caller, headers, { address: ip, budgetMs: this.options.budgetMs });
  }

  /**
   * The context of one operation, if the caller keeps to the rates.
   * Threat: a caller whose requests are limited opens one socket and sends operations on that. Rule: each counts as a request does.
   * @throws LIMIT_EXCEEDED
   */
  async admittedContext(): Promise<GatewayContext> {
    const context = this.context();
    await this.options.admit(context);
    return context;
  }

  /** Closes the socket with the code, behind what is on its way. Clients connect and subscribe again by themselves where the code lets them. */
  part({ closeCode, code }: Ending): void {
    if (this.isParting) return;
    this.isParting = true;
    partFrom(this.socket, closeCode, code, partingMs);
  }

  closed(): void {
    this.release();
  }

  private refuse(error: unknown): void {
    if (!(error instanceof GraphQLError)) throw error;
    const { http } = error.extensions as { http?: { status?: number } };
    const { message } = this.options.formatError(error.toJSON(), error);
    this.socket.close(http?.status === 401 ? unauthorized : tryAgainLater, message.slice(0, longestReason));
  }
}
