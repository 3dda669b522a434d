import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

/**
 * How many selections the largest operation of a document has once its fragments are expanded; `Infinity` for fragments that form a
 * ring. Threat: a kilobyte of nested fragments expands to millions of selections, on which validators and planners spend minutes.
 * Rule: count before anything expands. Each fragment is counted once, so that the time is that of reading the document.
 */
export function countSelections(document: DocumentNode): number {
  const counter = new SelectionCounter(document);
  let largest = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      largest = Math.max(largest, counter.count(definition.selectionSet));
    }
  }
  return largest;
}

class SelectionCounter {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  /** `undefined` while a fragment is being counted: whoever meets that has found a ring. */
  private readonly counted = new Map<string, number | undefined>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  count(selectionSet: SelectionSetNode): number {
    let total = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) total += this.fragment(selection.name.value);
      else {
        if (selection.kind === Kind.FIELD) total += 1;
        if (selection.selectionSet) total += this.count(selection.selectionSet);
      }
    }
    return total;
  }

  private fragment(name: string): number {
    if (this.counted.has(name)) return this.counted.get(name) ?? Infinity;
    const definition = this.fragments.get(name);
    this.counted.set(name, undefined);
    const total = definition ? this.count(definition.selectionSet) : 0;
    this.counted.set(name, total);
    return total;
  }
}
