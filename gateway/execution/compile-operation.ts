import { OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { prepareOperation } from '../planning/prepare-operation.ts';
import type { PlanRequest, Planner } from '../planning/planner.ts';
import { compilePlan } from './compile-plan.ts';
import type { CompiledPlan, PlanContext } from './compile-plan.ts';
import { compileResponse } from './response/compile-response.ts';
import type { ObjectWriter } from './response/write-object.ts';

/** An operation that has been compiled: all that does not depend on a request is done. */
export interface CompiledOperation {
  plan: CompiledPlan;
  variableDefinitions: readonly VariableDefinitionNode[];
  /** Writes `data`. */
  write: ObjectWriter;
  /** The introspection fields of the operation, which the gateway answers itself. */
  introspection: DocumentNode | undefined;
  /** Whether it is known that this plan brings all there is, or that no other does. */
  isSettled: boolean;
  /** Estimated bytes in memory. */
  size: number;
}

/** What compiling needs of a supergraph. */
export interface CompileContext extends PlanContext {
  apiSchema: GraphQLSchema;
  planner: Planner;
  /** How many fields an operation may have when it is written out for the planner. */
  expandedSelections: number;
}

/** What of a request decides about the plan besides the operation. */
export interface CompileVariant extends Omit<PlanRequest, 'operation'> {
  /** Variables of `@include` and `@skip` that it is planned for; what others exclude is decided for each request. */
  known: ReadonlyMap<string, boolean>;
}

/** Bytes that a compiled operation takes for each character of the texts that it was made from, roughly. */
const BYTES_PER_CHARACTER = 24;

/**
 * Plans and compiles one operation of a valid document.
 * @throws TooManySelectionsError, PlanningTooSlowError, or the planner's own error
 */
export async function compileOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { known, ...variant }: CompileVariant,
  context: CompileContext,
): Promise<CompiledOperation> {
  const { planText, fragments, introspection } = prepareOperation(document, operation, { ...context, known });
  const plan = planText ? await context.planner.plan({ operation: planText, ...variant }) : { fetches: [] };
  const characters = plan.fetches.reduce((sum, fetch) => sum + fetch.operation.length, planText?.length ?? 0);
  return {
    plan: compilePlan(plan, context),
    variableDefinitions: operation.variableDefinitions ?? [],
    write: compileResponse(operation, fragments, context.apiSchema, context.names),
    introspection,
    isSettled: operation.operation !== OperationTypeNode.QUERY || variant.attempt === 'second',
    size: 4_000 + characters * BYTES_PER_CHARACTER,
  };
}
