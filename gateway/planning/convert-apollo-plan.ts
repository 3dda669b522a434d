import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { ContextValue, PathSegment, Plan, RequiredSelection, Rewrite, RewriteSegment } from './plan.ts';
import { PlanBuilder, unknownNode, withCondition } from './plan-builder.ts';
import type { Surroundings } from './plan-builder.ts';

const FRAGMENT = '... on ';

/** Turns a plan of `@apollo/query-planner` into our plan form. */
export function convertApolloPlan({ node }: QueryPlan): Plan {
  const builder = new PlanBuilder();
  if (node?.kind === 'Subscription') {
    const primary = visit(builder, node.primary, [], PlanBuilder.start);
    if (node.rest) visit(builder, node.rest, [], { when: [], after: primary });
  } else if (node) visit(builder, node, [], PlanBuilder.start);
  return builder.build();
}

function visit(builder: PlanBuilder, node: PlanNode, path: PathSegment[], around: Surroundings): number[] {
  switch (node.kind) {
    case 'Sequence':
      return builder.inSequence(node.nodes, around, (child, inner) => visit(builder, child, path, inner));
    case 'Parallel':
      return node.nodes.flatMap((child) => visit(builder, child, path, around));
    case 'Flatten':
      return visit(builder, node.node, [...path, ...node.path.flatMap(pathSegments)], around);
    case 'Condition':
      return [
        ...(node.ifClause ? visit(builder, node.ifClause, path, withCondition(around, node.condition, true)) : []),
        ...(node.elseClause ? visit(builder, node.elseClause, path, withCondition(around, node.condition, false)) : []),
      ];
    case 'Fetch':
      return addFetch(builder, node, path, around);
    case 'Defer':
      throw new Error('The planner deferred a part of the operation, though the gateway does not offer @defer.');
    default:
      return unknownNode(node);
  }
}

function addFetch(builder: PlanBuilder, node: FetchNode, path: PathSegment[], around: Surroundings): number[] {
  const outputRewrites = (node.outputRewrites ?? []).map(rewrite);
  const context = (node.contextRewrites ?? []).map(contextValue);
  const ownVariables = new Set(['representations', ...context.map(({ variable }) => variable)]);
  const part = {
    alias: '_entities',
    variable: 'representations',
    paths: [path],
    requires: (node.requires ?? []).map(required),
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites,
    context,
  };
  return builder.add(
    {
      subgraph: node.serviceName,
      kind: node.operationKind,
      operation: node.operation,
      variables: (node.variableUsages ?? []).filter((name) => !ownVariables.has(name)),
      path: node.requires ? [] : path,
      entities: node.requires ? [part] : [],
      outputRewrites: node.requires ? [] : outputRewrites,
    },
    around,
  );
}

/** `name`, `@`, or `name|[A,B]` where only objects of some types are meant. */
function pathSegments(segment: string | number): PathSegment[] {
  const text = String(segment);
  const [name = '', types] = text.split('|[');
  const parts: PathSegment[] = name === '@' ? [{ kind: 'list' }] : name === '' ? [] : [{ kind: 'field', name }];
  if (types !== undefined) parts.push({ kind: 'type', names: types.replace(/\]$/, '').split(',') });
  return parts;
}

/** Here `alias` is the key in the data; a rewrite of the input puts it under the name that the subgraph expects. */
function required(selection: QueryPlanSelectionNode): RequiredSelection {
  if (selection.kind === 'Field') {
    const key = selection.alias ?? selection.name;
    return { kind: 'field', key, as: key, selections: (selection.selections ?? []).map(required) };
  }
  const selections = selection.selections.map(required);
  return { kind: 'type', name: selection.typeCondition ?? '', selections };
}

function rewrite(given: FetchDataRewrite): Rewrite {
  const path = given.path.map(rewriteSegment);
  if (given.kind === 'KeyRenamer') return { kind: 'rename', path, to: given.renameKeyTo };
  const value: unknown = given.setValueTo;
  if (typeof value !== 'string')
    throw new Error(`Expected the planner to set a type's name, but got ${String(value)}.`);
  return { kind: 'set', path, value };
}

function rewriteSegment(segment: string): RewriteSegment {
  return segment.startsWith(FRAGMENT)
    ? { kind: 'type', names: segment.slice(FRAGMENT.length).split(',') }
    : { kind: 'key', name: segment };
}

function contextValue({ path, renameKeyTo }: { path: string[]; renameKeyTo: string }): ContextValue {
  const up = path.filter((segment) => segment === '..').length;
  return { up, path: path.slice(up).map(rewriteSegment), variable: renameKeyTo };
}
