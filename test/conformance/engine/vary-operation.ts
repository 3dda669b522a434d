import { Kind, type OperationDefinitionNode, parse, print, validate, visit } from 'graphql';
import type { Row } from '../../testkit/supergraphs/federated-graph.ts';
import type { Draw } from './draw.ts';
import type { Operation, Settings } from './generate-operation.ts';

/**
 * The same operation as somebody else may send it: other conditions for `@include` and `@skip`, and now and then other ids
 * in its text. What was kept from the first time must not show.
 */
export function varyOperation({ schema, ids }: Settings, operation: Operation, draw: Draw): Operation {
  const variables: Row = { ...operation.variables };
  for (const name of conditions(operation)) variables[name] = draw.chance(50);
  if (draw.chance(60)) return { ...operation, variables };
  const document = visit(operation.document, {
    StringValue: (node) => (ids.includes(node.value) ? { ...node, value: draw.pick(ids) } : undefined),
  });
  const query = print(document);
  const reparsed = parse(query);
  // Two ids for one response name would not be valid.
  if (validate(schema, reparsed).length > 0) return { ...operation, variables };
  return { ...operation, query, document: reparsed, variables };
}

/** Variables of the type `Boolean!`. */
function conditions({ document }: Operation): string[] {
  return document.definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap((node) => node.variableDefinitions ?? [])
    .filter(({ type }) => print(type) === 'Boolean!')
    .map(({ variable }) => variable.name.value);
}
