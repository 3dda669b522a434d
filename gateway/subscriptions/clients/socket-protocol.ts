import { buildSchema, GraphQLError, parse, type ExecutionArgs, type GraphQLFormattedError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { gatewayError } from '../../errors.ts';
import type { GatewayContext } from '../../http/context.ts';
import type { Ending } from '../endings.ts';
import type { OutgoingResult } from '../outbox.ts';
import type { Started } from '../start-subscription.ts';
import type { ClientSocket, ClientSocketOptions } from './client-socket.ts';

type Options = ServerOptions<Record<string, unknown>, ClientSocket>;

/** Milliseconds until `connection_init` has to be there. */
const initMs = 3_000;

/** graphql-ws wants to know which function to call, and calls this one; what the client asked for has been prepared by then. */
const standIn = { schema: buildSchema('type Query { none: Boolean }'), document: parse('subscription { none }') };

/** What the server of graphql-ws does with connections and operations. */
export function socketProtocol({ starter, mostOperations, formatError }: ClientSocketOptions): Options {
  return {
    connectionInitWaitTimeout: initMs,
    onConnect(context) {
      context.extra.running = () => Object.keys(context.subscriptions).length;
      return context.extra.connect(context.connectionParams ?? {});
    },
    async onSubscribe({ extra }, _id, { query, operationName, variables, extensions }) {
      if (extra.running() > mostOperations) return [new ReadyError(formatted(tooMany(mostOperations)))];
      const request = {
        query,
        ...(operationName ? { operationName } : {}),
        ...(variables ? { variables } : {}),
        ...(extensions ? { extensions } : {}),
      };
      const context = await admitted(extra);
      if (context instanceof GraphQLError) return [new ReadyError(formatted(context))];
      const started = await starter.start(request, context, 'websocket', (ending: Ending) => {
        extra.part(ending);
        return true;
      });
      if (started.kind !== 'refused') return { ...standIn, contextValue: started };
      return (started.result.errors ?? []).map((error) => new ReadyError(error));
    },
    subscribe: ({ contextValue }: ExecutionArgs) =>
      resultsOf(contextValue as Started) as ReturnType<NonNullable<Options['subscribe']>>,
    onNext: (_context, _id, _payload, _args, outgoing) => (outgoing as unknown as OutgoingResult).result,
  };

  function formatted(error: GraphQLError): GraphQLFormattedError {
    return formatError(error.toJSON(), error);
  }
}

async function admitted(client: ClientSocket): Promise<GatewayContext | GraphQLError> {
  try {
    return await client.admittedContext();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function resultsOf(started: Started): unknown {
  if (started.kind === 'open') return started.results;
  return started.kind === 'answered' ? started.outgoing : undefined;
}

function tooMany(allowed: number): GraphQLError {
  const message = `This connection has ${allowed} subscriptions, and no more are allowed. End one first.`;
  return gatewayError('SUBSCRIPTION_LIMIT', message);
}

/** An error that has been formatted for the client already. */
class ReadyError extends GraphQLError {
  private readonly formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message);
    this.formatted = formatted;
  }

  override toJSON(): GraphQLFormattedError {
    return this.formatted;
  }
}
