import {
  buildSchema,
  execute,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { ComposedGraph } from './compose.ts';
import { faultAt, type FaultPlan, isForgotten, plain, wrongValue } from './faults.ts';
import type { Path } from 'graphql/jsutils/Path.js';
import type { FederatedGraph, Resolver, Row } from './federated-graph.ts';
import { type Ownership, readOwnership } from './ownership.ts';

/** The oracle: the API schema over the same rows in one graphql-js execution, given the same faults. */
export interface Monolith {
  schema: GraphQLSchema;
  ownership: Ownership;
  run(document: DocumentNode, variables: Row, plan: FaultPlan, operationName?: string): ExecutionResult;
}

interface OracleContext {
  plan: FaultPlan;
  /** Which field each response path stands for. */
  fields: WeakMap<Path, { type: string; field: string }>;
}

/**
 * Builds the oracle. What a fault means there: a field that cannot be had without a subgraph that is switched off throws;
 * a field the plan names throws, is null, or holds a value that its type refuses.
 */
export function monolith(graph: FederatedGraph, { sdl, apiSchema }: ComposedGraph): Monolith {
  const ownership = readOwnership(graph, sdl, apiSchema);
  const seen = visible(buildSchema(sdl, { assumeValidSDL: true }), apiSchema);
  for (const type of Object.values(apiSchema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) install({ graph, ownership, seen }, type, field);
  }
  return {
    schema: apiSchema,
    ownership,
    run(document, variableValues, plan, operationName) {
      const contextValue: OracleContext = { plan, fields: new WeakMap() };
      const result = execute({ schema: apiSchema, document, variableValues, contextValue, operationName });
      if (result instanceof Promise) throw new Error('the oracle has only synchronous resolvers');
      return result;
    },
  };
}

function install(
  { graph, ownership, seen }: { graph: FederatedGraph; ownership: Ownership; seen: Visible },
  type: GraphQLObjectType,
  field: GraphQLField<Row, OracleContext>,
): void {
  const resolver = resolverOf(graph, type, field.name);
  const needs = ownership.needs(type.name, field.name);
  field.resolve = (source, args: Row, context, info: GraphQLResolveInfo) => {
    context.fields.set(info.path, { type: type.name, field: field.name });
    const { plan } = context;
    const down = [...plan.unavailable, ...plan.refusing].find((subgraph) => needs.has(subgraph));
    if (down !== undefined) throw new GraphQLError(`${down} does not answer`);
    const hop = [...needs].filter((subgraph) => isHop(ownership, context, info.path, subgraph));
    const short = plan.shortEntities.find((subgraph) => hop.includes(subgraph));
    if (short !== undefined) throw new GraphQLError(`${short} answers too few entities`);
    if (hop.some((subgraph) => isForgotten(plan, subgraph, source))) return null;
    const fault = faultAt(plan, type, field.name, source);
    if (fault?.kind === 'null') return null;
    if (fault?.kind === 'wrong-type' && isLeafType(getNullableType(field.type))) return wrongValue(field.type);
    if (fault) throw new GraphQLError('injected failure');
    const value = resolver ? resolver(source, args, undefined, info) : plain(source, info, args, undefined);
    return seen(value, field.type);
  };
}

type Visible = (value: unknown, type: GraphQLOutputType) => unknown;

/** What is `@inaccessible` is null to clients: values of enums, objects of hidden types. */
function visible(supergraph: GraphQLSchema, apiSchema: GraphQLSchema): Visible {
  const isHidden = (value: unknown, type: GraphQLOutputType): boolean => {
    if (isEnumType(type)) {
      const all = supergraph.getType(type.name);
      return typeof value === 'string' && isEnumType(all) && Boolean(all.getValue(value)) && !type.getValue(value);
    }
    const name =
      isAbstractType(type) && value instanceof Object && '__typename' in value ? value.__typename : undefined;
    return typeof name === 'string' && Boolean(supergraph.getType(name)) && !apiSchema.getType(name);
  };
  const seen: Visible = (value, type) => {
    const inner = getNullableType(type);
    if (isListType(inner)) return Array.isArray(value) ? value.map((item) => seen(item, inner.ofType)) : value;
    return isHidden(value, inner) ? null : value;
  };
  return seen;
}

/** Whether the object that the field is of came from another subgraph, so that this one is asked for it as an entity. */
function isHop(ownership: Ownership, { fields }: OracleContext, path: Path, subgraph: string): boolean {
  let above = path.prev;
  while (above && typeof above.key === 'number') above = above.prev;
  const parent = above && fields.get(above);
  return parent !== undefined && !ownership.owners(parent.type, parent.field).includes(subgraph);
}

function resolverOf(graph: FederatedGraph, type: GraphQLObjectType, field: string): Resolver | undefined {
  const coordinates = [type, ...type.getInterfaces()].map(({ name }) => name);
  const sources = [graph.monolith ?? {}, ...graph.subgraphs.map(({ resolvers }) => resolvers)];
  for (const resolvers of sources) {
    for (const name of coordinates) {
      const fields = resolvers[name];
      if (fields && field in fields) return fields[field];
    }
  }
  return undefined;
}
