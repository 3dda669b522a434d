import { Kind, parse, print, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { PlanFetch } from '../planning/plan.ts';

/** The name that a response key, a variable or a fragment of one fetch has in a joint operation. */
export function jointName(fetch: PlanFetch, name: string): string {
  return `_f${fetch.id}_${name}`;
}

/** One operation that asks for the entities of several fetches, each under names of its own; clients' variables stay as they are. */
export function jointOperation(fetches: readonly PlanFetch[]): string {
  const documents = fetches.map(renamed);
  const operations = documents.flatMap(({ definitions }) => definitions.filter(isOperation));
  const variables = new Map(
    operations.flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map((node) => [node.variable.name.value, node]),
    ),
  );
  const joint: OperationDefinitionNode = {
    ...operations[0]!,
    variableDefinitions: [...variables.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
    },
  };
  const fragments = documents.flatMap(({ definitions }) => definitions.filter(isFragment));
  return [joint, ...fragments].map((node) => print(node).replaceAll(/\s+/g, ' ')).join(' ');
}

function renamed(fetch: PlanFetch): DocumentNode {
  const own = new Set(fetch.entities.map(({ variable }) => variable));
  const name = (value: string) => ({ kind: Kind.NAME as const, value: jointName(fetch, value) });
  return visit(parse(fetch.operation, { noLocation: true }), {
    OperationDefinition: (node) => ({
      ...node,
      selectionSet: {
        ...node.selectionSet,
        selections: node.selectionSet.selections.map((field) =>
          field.kind === Kind.FIELD ? { ...field, alias: name(field.alias?.value ?? field.name.value) } : field,
        ),
      },
    }),
    Variable: (node) => (own.has(node.name.value) ? { ...node, name: name(node.name.value) } : undefined),
    FragmentSpread: (node) => ({ ...node, name: name(node.name.value) }),
    FragmentDefinition: (node) => ({ ...node, name: name(node.name.value) }),
  });
}

function isOperation(node: DocumentNode['definitions'][number]): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function isFragment(node: DocumentNode['definitions'][number]): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}
