import { Kind, print } from 'graphql';
import type {
  ASTNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { visit } from 'graphql';
import type { OperationNames } from './operation-names.ts';

/** One operation of a document, split into what is planned and what the gateway answers from its own schema. */
export interface PreparedOperation {
  /** The client's operation. */
  operation: OperationDefinitionNode;
  /** The client's fragments by name. */
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What goes to the planner; undefined when no subgraph has to be asked. */
  planText: string | undefined;
  /** Only the `__schema` and `__type` fields of the operation. */
  introspection: DocumentNode | undefined;
}

const META_FIELDS = new Set(['__schema', '__type']);

/** Prepares a valid operation for planning: aliases that could hide a key are renamed, introspection is taken out. */
export function prepareOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  names: OperationNames,
): PreparedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const rootLevel = new RootLevel(fragments);
  const planned = rootLevel.filter(operation.selectionSet, (field) => !field.name.value.startsWith('__'));
  const introspected = rootLevel.filter(operation.selectionSet, (field) => META_FIELDS.has(field.name.value));
  return {
    operation,
    fragments,
    planText: planned && planText({ ...operation, name: undefined, selectionSet: planned }, fragments, names),
    introspection: introspected && {
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: introspected }, ...fragments.values()],
    },
  };
}

/** Picks fields at the root of an operation; fragments there become inline fragments. */
class RootLevel {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.fragments = fragments;
  }

  filter(selectionSet: SelectionSetNode, keep: (field: FieldNode) => boolean): SelectionSetNode | undefined {
    const selections = selectionSet.selections.flatMap((selection) => this.pick(selection, keep));
    return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
  }

  private pick(selection: SelectionNode, keep: (field: FieldNode) => boolean): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return keep(selection) ? [selection] : [];
    const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
    const selectionSet = content && this.filter(content.selectionSet, keep);
    if (!content || !selectionSet) return [];
    const { typeCondition } = content;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives, selectionSet }];
  }
}

function planText(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  names: OperationNames,
): string {
  const texts = [print(renamed(operation, names))];
  for (const fragment of usedFragments(operation, fragments)) texts.push(print(renamed(fragment, names)));
  return texts.join('\n');
}

function renamed<Node extends ASTNode>(node: Node, names: OperationNames): Node {
  const result: Node = visit(node, {
    Field(field): FieldNode {
      const key = names.keyOf(field);
      const alias = key === field.name.value ? undefined : { kind: Kind.NAME as const, value: key };
      return { ...field, alias };
    },
    Variable(variable) {
      return { ...variable, name: { kind: Kind.NAME as const, value: names.variableInPlan(variable.name.value) } };
    },
  });
  return result;
}

function usedFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Set<FragmentDefinitionNode> {
  const used = new Set<FragmentDefinitionNode>();
  const collect = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return used;
}
