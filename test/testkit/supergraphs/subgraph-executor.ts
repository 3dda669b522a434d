import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type ExecutionResult, type GraphQLSchema, parse, validate } from 'graphql';
import type { Row, SubgraphSource } from './federated-graph.ts';
import { type FaultContext, type FaultPlan, replaceValues, withFaults } from './faults.ts';

/** Answers requests as one subgraph would, in this process. */
export interface SubgraphExecutor {
  execute(query: string, variables: Row | undefined, plan: FaultPlan): Promise<ExecutionResult>;
}

/** Builds the executable subgraph. A request that is not valid against the published SDL is answered with errors, as over HTTP. */
export function subgraphExecutor(source: SubgraphSource): SubgraphExecutor {
  const schema = withFaults(buildSubgraphSchema([{ typeDefs: parse(source.typeDefs), resolvers: source.resolvers }]));
  const documents = new Map<string, ReturnType<typeof checked>>();
  return {
    async execute(query, variables, plan) {
      const { document, errors } = documents.get(query) ?? checked(schema, query);
      documents.set(query, { document, errors });
      if (errors.length > 0) return { errors };
      const contextValue: FaultContext = { plan, replacements: [] };
      const result = await execute({ schema, document, variableValues: variables ?? {}, contextValue });
      replaceValues(result.data, contextValue.replacements);
      return shortened(result, plan.shortEntities.includes(source.name));
    },
  };
}

function checked(schema: GraphQLSchema, query: string) {
  const document = parse(query);
  return { document, errors: validate(schema, document) };
}

/** Takes the last entity off every list of entities, if so planned. */
function shortened(result: ExecutionResult, short: boolean): ExecutionResult {
  if (!short || !result.data) return result;
  const data = Object.entries(result.data).map(([key, value]) => [
    key,
    key.startsWith('_') && Array.isArray(value) ? value.slice(0, -1) : value,
  ]);
  return { ...result, data: Object.fromEntries(data) as Row };
}
