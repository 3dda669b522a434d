import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
} from 'graphql';
import type { Resolvers, Row, SubgraphSource } from './federated-graph.ts';
import { type FaultContext, type FaultPlan, isForgotten, replaceValues, withFaults } from './faults.ts';

/** Answers requests as one subgraph would, in this process. */
export interface SubgraphExecutor {
  execute(query: string, variables: Row | undefined, plan: FaultPlan): Promise<ExecutionResult>;
}

/** Builds the executable subgraph. A request that is not valid against the published SDL is answered with errors, as over HTTP. */
export function subgraphExecutor(source: SubgraphSource): SubgraphExecutor {
  const schema = withFaults(
    buildSubgraphSchema([{ typeDefs: parse(source.typeDefs), resolvers: forgetfully(source) }]),
  );
  const documents = new Map<string, ReturnType<typeof checked>>();
  return {
    async execute(query, variables, plan) {
      const { document, errors } = documents.get(query) ?? checked(schema, query);
      documents.set(query, { document, errors });
      if (errors.length > 0) return { errors };
      if (plan.refusing.includes(source.name)) return { errors: [new GraphQLError('refused by the fault plan')] };
      const contextValue: FaultContext = { subgraph: source.name, plan, replacements: [] };
      const result = await execute({ schema, document, variableValues: variables ?? {}, contextValue });
      replaceValues(result.data, contextValue.replacements);
      return shortened(withoutErrorsBelow(result, contextValue), document, plan.shortEntities.includes(source.name));
    },
  };
}

function checked(schema: GraphQLSchema, query: string) {
  const document = parse(query);
  return { document, errors: validate(schema, document) };
}

/** Resolvers of references that return null for what the plan wants forgotten. */
function forgetfully({ name, resolvers }: SubgraphSource): Resolvers {
  const changed = Object.entries(resolvers).map(([type, fields]) => {
    const find = fields['__resolveReference'];
    if (!find) return [type, fields];
    const resolveReference = (reference: Row, context: FaultContext, info: GraphQLResolveInfo) => {
      const row = find(reference, {}, context, info);
      return isForgotten(context.plan, name, row as Row | null) ? null : row;
    };
    return [type, { ...fields, __resolveReference: resolveReference }];
  });
  return Object.fromEntries(changed) as Resolvers;
}

/** A value put in place of another has nothing below it that could have failed. */
function withoutErrorsBelow(result: ExecutionResult, { replacements }: FaultContext): ExecutionResult {
  if (!result.errors || replacements.length === 0) return result;
  const errors = result.errors.filter(
    ({ path }) => !replacements.some((replaced) => replaced.path.every((key, at) => path?.[at] === key)),
  );
  return errors.length > 0 ? { ...result, errors } : { data: result.data ?? null };
}

/** Takes the last entity off every list of entities, if so planned. */
function shortened(result: ExecutionResult, document: DocumentNode, short: boolean): ExecutionResult {
  if (!short || !result.data) return result;
  const keys = document.definitions
    .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : []))
    .flatMap((field) =>
      field.kind === Kind.FIELD && field.name.value === '_entities' ? (field.alias ?? field.name).value : [],
    );
  const data = Object.entries(result.data).map(([key, value]) => [
    key,
    keys.includes(key) && Array.isArray(value) ? value.slice(0, -1) : value,
  ]);
  return { ...result, data: Object.fromEntries(data) as Row };
}
