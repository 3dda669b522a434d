import { Kind } from 'graphql';
import type { FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** A selection set without named fragments: planners write the same question with them and without, and it is kept under what it asks. */
export function plainSelections(selectionSet: SelectionSetNode, fragments: Fragments, type?: string): SelectionSetNode {
  return { ...selectionSet, selections: selectionSet.selections.flatMap((node) => plain(node, fragments, type)) };
}

function plain(node: SelectionNode, fragments: Fragments, type: string | undefined): readonly SelectionNode[] {
  if (node.kind === Kind.FIELD) {
    const { selectionSet } = node;
    return [selectionSet ? { ...node, selectionSet: plainSelections(selectionSet, fragments) } : node];
  }
  const content = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
  if (!content) return [];
  const { typeCondition, selectionSet } = content;
  const inside = plainSelections(selectionSet, fragments, typeCondition?.name.value ?? type);
  const saysNothing = !typeCondition || typeCondition.name.value === type;
  if (saysNothing && (node.directives ?? []).length === 0) return inside.selections;
  return [
    {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition && { typeCondition }),
      directives: node.directives ?? [],
      selectionSet: inside,
    },
  ];
}
