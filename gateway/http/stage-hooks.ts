import type { ApolloServerPlugin, GraphQLRequestContext, GraphQLRequestListener } from '@apollo/server';
import type { GatewayContext } from './context.ts';

type Context = GraphQLRequestContext<GatewayContext>;
type Listener = GraphQLRequestListener<GatewayContext>;
type Name = 'didResolveOperation' | 'executionDidStart' | 'didEncounterErrors' | 'willSendResponse';

/** What stages have to say at each step of an operation, in their order; those that have nothing to say there are not asked. */
export type StageHooks = Readonly<Record<Name, readonly ((context: Context) => unknown)[]>>;

/** The hooks of stages that have one listener for all requests. */
export async function stageHooks(
  stages: readonly ApolloServerPlugin<GatewayContext>[],
  context: Context,
): Promise<StageHooks> {
  const started = await Promise.all(stages.map(async (stage) => stage.requestDidStart?.(context)));
  const listeners = started.filter((listener) => !!listener);
  const hooks = (name: Name) =>
    listeners.filter((listener) => listener[name]).map((listener) => (given: Context) => call(listener, name, given));
  return {
    didResolveOperation: hooks('didResolveOperation'),
    executionDidStart: hooks('executionDidStart'),
    didEncounterErrors: hooks('didEncounterErrors'),
    willSendResponse: hooks('willSendResponse'),
  };
}

function call(listener: Listener, name: Name, context: Context): unknown {
  // Apollo Server's types narrow the context step by step; what they promise is there.
  return listener[name]?.(context as never);
}
