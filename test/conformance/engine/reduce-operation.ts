import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  validate,
  visit,
} from 'graphql';
import type { Operation } from './generate-operation.ts';

/** The smallest operation that is found, by leaving parts out, for which `fails` still holds. */
export async function reduceOperation(
  schema: GraphQLSchema,
  operation: Operation,
  fails: (smaller: Operation) => Promise<boolean>,
): Promise<Operation> {
  let best = operation;
  for (let step = 0; step < nodesOf(best.document);) {
    const smaller = withoutNode(schema, best, step);
    if (smaller && (await fails(smaller))) best = smaller;
    else step++;
  }
  return best;
}

function nodesOf(document: DocumentNode): number {
  let count = 0;
  visit(document, { enter: () => void count++ });
  return count;
}

/** The operation with its n-th node left out or replaced by what it contains, if it stays valid. */
function withoutNode(schema: GraphQLSchema, operation: Operation, index: number): Operation | undefined {
  let count = 0;
  let changed = false;
  const edited = visit(operation.document, {
    enter(node) {
      if (count++ !== index) return undefined;
      const edit = simpler(node);
      changed = edit !== undefined;
      return edit;
    },
  });
  if (!changed) return undefined;
  const document = withoutUnused(withoutUnused(flattened(edited)));
  const query = print(document);
  try {
    const reparsed = parse(query);
    return validate(schema, reparsed).length === 0 ? { ...operation, query, document: reparsed } : undefined;
  } catch {
    return undefined;
  }
}

const REMOVABLE: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.FRAGMENT_SPREAD,
  Kind.OPERATION_DEFINITION,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
]);

/** Null leaves the node out; undefined leaves it alone. */
function simpler(node: ASTNode): ASTNode | null | undefined {
  if (node.kind === Kind.INLINE_FRAGMENT) return { ...node, typeCondition: undefined, directives: [HOIST] };
  return REMOVABLE.has(node.kind) ? null : undefined;
}

/** Marks an inline fragment whose selections are to take its place. */
const HOIST: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'hoist' } };

function flattened(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      leave(node) {
        const selections = node.selections.flatMap((selection): readonly SelectionNode[] =>
          selection.kind === Kind.INLINE_FRAGMENT && selection.directives?.includes(HOIST)
            ? selection.selectionSet.selections
            : [selection],
        );
        return { ...node, selections };
      },
    },
  });
}

function withoutUnused(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const used = new Set<string>();
  visit(document, {
    FragmentSpread: (node) => void spread.add(node.name.value),
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return visit(document, {
    FragmentDefinition: (node) => (spread.has(node.name.value) ? undefined : null),
    VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
  });
}
