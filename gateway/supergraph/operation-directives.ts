import { DirectiveLocation, Kind } from 'graphql';
import type { DirectiveDefinitionNode, DocumentNode, InputValueDefinitionNode, TypeNode } from 'graphql';
import { isFeatureName } from './linked-features.ts';
import type { LinkedFeature } from './linked-features.ts';

/** Where clients can put a directive. */
const OPERATION_LOCATIONS = new Set<string>([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

const FEDERATION_FEATURES = 'https://specs.apollo.dev/';

/** What subgraphs offer to clients through a linked specification of their own. */
export interface OperationDirectives {
  /** Names of the directives, without `@`. */
  directives: ReadonlySet<string>;
  /** Names of the types that their arguments need. */
  types: ReadonlySet<string>;
}

/**
 * Directives for operations that a subgraph composes (`@composeDirective`) come from a linked specification like those of
 * Federation do, but they are for clients. What Federation itself links to never is.
 */
export function operationDirectives(
  { definitions }: DocumentNode,
  features: readonly LinkedFeature[],
): OperationDirectives {
  const own = features.filter(({ identity }) => !identity.startsWith(FEDERATION_FEATURES));
  const federation = features.filter((feature) => !own.includes(feature));
  const offered = definitions.filter(
    (node): node is DirectiveDefinitionNode =>
      node.kind === Kind.DIRECTIVE_DEFINITION &&
      isFeatureName(`@${node.name.value}`, own) &&
      !isFeatureName(`@${node.name.value}`, federation) &&
      node.locations.some(({ value }) => OPERATION_LOCATIONS.has(value)),
  );
  const inputs = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [[node.name.value, node.fields ?? []]] : [],
    ),
  );
  const types = new Set<string>();
  for (const { arguments: args } of offered) addTypes(args ?? [], inputs, types);
  return { directives: new Set(offered.map(({ name }) => name.value)), types };
}

/** A directive's definition as clients may use it. */
export function forOperations(node: DirectiveDefinitionNode): DirectiveDefinitionNode {
  return { ...node, locations: node.locations.filter(({ value }) => OPERATION_LOCATIONS.has(value)) };
}

/** The type that a list or non-null type is made of. */
export function namedType(node: TypeNode): string {
  let inner = node;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}

function addTypes(
  values: readonly InputValueDefinitionNode[],
  inputs: ReadonlyMap<string, readonly InputValueDefinitionNode[]>,
  types: Set<string>,
): void {
  for (const { type } of values) {
    const name = namedType(type);
    if (types.has(name)) continue;
    types.add(name);
    addTypes(inputs.get(name) ?? [], inputs, types);
  }
}
