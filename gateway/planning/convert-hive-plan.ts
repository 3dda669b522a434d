import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { EntityPart, PathSegment, Plan, RequiredSelection, Rewrite, RewriteSegment } from './plan.ts';
import { PlanBuilder, unknownNode, withCondition } from './plan-builder.ts';
import type { Surroundings } from './plan-builder.ts';

/** Turns the native planner's tree into our plan form. */
export function convertHivePlan(plan: QueryPlan): Plan {
  const builder = new PlanBuilder();
  if (plan.node) visit(builder, plan.node, [], PlanBuilder.start);
  return builder.build();
}

function visit(builder: PlanBuilder, node: PlanNode, path: PathSegment[], around: Surroundings): number[] {
  switch (node.kind) {
    case 'Sequence':
      return builder.inSequence(node.nodes, around, (child, inner) => visit(builder, child, path, inner));
    case 'Parallel':
      return node.nodes.flatMap((child) => visit(builder, child, path, around));
    case 'Flatten':
      return visit(builder, node.node, [...path, ...node.path.map(pathSegment)], around);
    case 'Condition':
      return [
        ...(node.ifClause ? visit(builder, node.ifClause, path, withCondition(around, node.condition, true)) : []),
        ...(node.elseClause ? visit(builder, node.elseClause, path, withCondition(around, node.condition, false)) : []),
      ];
    case 'Fetch':
      return addFetch(builder, node, path, around);
    case 'BatchFetch':
      return addBatch(builder, node, around);
    case 'Subscription':
      return addFetch(builder, node.primary, path, around);
    case 'Defer':
      throw new Error('The planner deferred a part of the operation, though the gateway does not offer @defer.');
    default:
      return unknownNode(node);
  }
}

function addFetch(builder: PlanBuilder, node: FetchNode, path: PathSegment[], around: Surroundings): number[] {
  const isEntityFetch = node.requires !== undefined && node.requires.length > 0;
  const outputRewrites = (node.outputRewrites ?? []).map(rewrite);
  const part: EntityPart = {
    alias: '_entities',
    variable: 'representations',
    paths: [path],
    requires: (node.requires ?? []).map(required),
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites,
    context: [],
  };
  return builder.add(
    {
      subgraph: node.serviceName,
      kind: node.operationKind ?? 'query',
      operation: node.operation,
      variables: node.variableUsages ?? [],
      path: isEntityFetch ? [] : path,
      entities: isEntityFetch ? [part] : [],
      outputRewrites: isEntityFetch ? [] : outputRewrites,
    },
    around,
  );
}

function addBatch(builder: PlanBuilder, node: BatchFetchNode, around: Surroundings): number[] {
  return builder.add(
    {
      subgraph: node.serviceName,
      kind: node.operationKind ?? 'query',
      operation: node.operation,
      variables: node.variableUsages ?? [],
      path: [],
      entities: node.entityBatch.aliases.map(batchPart),
      outputRewrites: [],
    },
    around,
  );
}

function batchPart(part: EntityBatchAlias): EntityPart {
  return {
    alias: part.alias,
    variable: part.representationsVariableName,
    paths: part.paths.map((path) => path.map(pathSegment)),
    requires: part.requires.map(required),
    inputRewrites: (part.inputRewrites ?? []).map(rewrite),
    outputRewrites: (part.outputRewrites ?? []).map(rewrite),
    context: [],
  };
}

function pathSegment(segment: FlattenNodePathSegment): PathSegment {
  if (segment === '@') return { kind: 'list' };
  return 'Field' in segment ? { kind: 'field', name: segment.Field } : { kind: 'type', names: segment.TypeCondition };
}

/** `name` is the key in the data and `alias` the key in the representation: the planner fetches under a name of its own. */
function required(selection: RequiresSelection): RequiredSelection {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'field',
        key: selection.name,
        as: selection.alias ?? selection.name,
        selections: (selection.selections ?? []).map(required),
      };
    case 'InlineFragment':
      return { kind: 'type', name: selection.typeCondition, selections: selection.selections.map(required) };
    case 'FragmentSpread':
      throw new Error(`Expected the planner to expand fragments in "requires", but got ...${selection.value}.`);
    default:
      return unknownNode(selection);
  }
}

function rewrite(given: FetchRewrite): Rewrite {
  if ('KeyRenamer' in given) {
    return { kind: 'rename', path: given.KeyRenamer.path.map(rewriteSegment), to: given.KeyRenamer.renameKeyTo };
  }
  const setter = 'ValueSetter' in given ? given.ValueSetter : given;
  return { kind: 'set', path: setter.path.map(rewriteSegment), value: setter.setValueTo };
}

function rewriteSegment(segment: FetchNodePathSegment): RewriteSegment {
  return 'Key' in segment ? { kind: 'key', name: segment.Key } : { kind: 'type', names: segment.TypenameEquals };
}
