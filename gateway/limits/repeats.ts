import { Kind } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { writtenSelectionSets, type DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/**
 * Fields with selections that stand in one selection set again, under the same name, inline fragments looked into. Validation compares each with
 * each, and what is inside them too: a few hundred keep it busy for a second.
 */
export const repeats: DocumentRule = (shape, { repeats: allowed }) => {
  let actual = 0;
  for (const selectionSet of writtenSelectionSets(shape)) {
    const seen = new Set<string>();
    actual += count(selectionSet, seen) - seen.size;
  }
  if (actual <= allowed) return undefined;
  return {
    limit: 'repeats',
    allowed,
    actual,
    message: `The document repeats ${shown(actual)} fields beside themselves, ${shown(allowed)} are allowed. Write each field once, with all that you need of it inside.`,
  };
};

function count({ selections }: SelectionSetNode, seen: Set<string>): number {
  let total = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) total += count(selection.selectionSet, seen);
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    seen.add(selection.alias?.value ?? selection.name.value);
    total += 1;
  }
  return total;
}
