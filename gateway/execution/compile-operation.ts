import { setImmediate as nextTurn } from 'node:timers/promises';
import { Kind, OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { prepareOperation } from '../planning/prepare-operation.ts';
import type { Access } from '../auth/authorization/access.ts';
import type { PlanRequest, Planner } from '../planning/planner.ts';
import { conditionVariables } from '../planning/selection-conditions.ts';
import { compilePlan } from './compile-plan.ts';
import type { CompiledPlan, PlanContext } from './compile-plan.ts';
import { compileResponse } from './response/compile-response.ts';
import type { HiddenParts } from './response/hidden-parts.ts';
import type { ObjectWriter } from './response/write-object.ts';

/** An operation that has been compiled: all that does not depend on a request is done. */
export interface CompiledOperation {
  plan: CompiledPlan;
  variableDefinitions: readonly VariableDefinitionNode[];
  /** Variables of `@include` and `@skip` that may be given as null, since they have a default; null itself decides nothing. */
  nullableConditions: readonly string[];
  /** Writes `data`. */
  write: ObjectWriter;
  /** The introspection fields of the operation, which the gateway answers itself. */
  introspection: DocumentNode | undefined;
  /** What it was planned for. */
  variant: Pick<CompileVariant, 'known' | 'attempt'>;
  /** Whether there is no better plan to be had if this one leaves something out. */
  isSettled: boolean;
  /** Estimated bytes in memory. */
  size: number;
}

/** What compiling needs of a supergraph. */
export interface CompileContext extends PlanContext {
  apiSchema: GraphQLSchema;
  hidden: HiddenParts;
  planner: Planner;
  /** How many fields an operation may have when it is written out for the planner. */
  expandedSelections: number;
}

/** What of a request decides about the plan besides the operation. */
export interface CompileVariant extends Omit<PlanRequest, 'operation'> {
  /** Variables of `@include` and `@skip` that it is planned for; what others exclude is decided for each request. */
  known: ReadonlyMap<string, boolean>;
}

/** A valid operation of a client. */
export interface CompileRequest {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** What of it the caller gets; undefined when all of it. */
  access: Access | undefined;
}

/** Bytes that a compiled operation takes for each character of the texts that it was made from, roughly. */
const BYTES_PER_CHARACTER = 24;

/**
 * Plans and compiles one operation of a valid document.
 * @throws TooManySelectionsError, PlanningTooSlowError, or the planner's own error
 */
export async function compileOperation(
  { document, operation, access }: CompileRequest,
  { known, ...variant }: CompileVariant,
  graph: CompileContext,
): Promise<CompiledOperation> {
  const context = { ...graph, names: graph.names.of(document) };
  const planned = access ?? { document, operation };
  const { planText, introspection } = prepareOperation(planned.document, planned.operation, { ...context, known });
  const plan = planText ? await context.planner.plan({ operation: planText, ...variant }) : { fetches: [] };
  // Reading the plan and compiling it are a turn of the event loop each.
  await nextTurn();
  const characters = plan.fetches.reduce((sum, fetch) => sum + fetch.operation.length, planText?.length ?? 0);
  return {
    plan: compilePlan(plan, context),
    variableDefinitions: operation.variableDefinitions ?? [],
    nullableConditions: nullableConditions(operation, document),
    write: compileResponse(document, operation, { ...context, denials: access?.denials }),
    introspection,
    variant: { known, attempt: variant.attempt },
    isSettled: operation.operation !== OperationTypeNode.QUERY,
    size: 4_000 + characters * BYTES_PER_CHARACTER,
  };
}

function nullableConditions({ variableDefinitions = [] }: OperationDefinitionNode, document: DocumentNode): string[] {
  const nullable = variableDefinitions.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
  if (nullable.length === 0) return [];
  const conditions = new Set(conditionVariables(document.definitions));
  return nullable.map(({ variable }) => variable.name.value).filter((name) => conditions.has(name));
}
