import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Excess } from './excess.ts';
import type { Limits } from './limits.ts';

/** A document as the rules look at it: parsed and nothing more, so fragments may be missing or lead to themselves. */
export interface DocumentShape {
  document: DocumentNode;
  operations: readonly OperationDefinitionNode[];
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Counts one thing in a document that has only been parsed. Must take no longer than reading the document once. */
export type DocumentRule = (shape: DocumentShape, limits: Limits) => Excess | undefined;

export function documentShape(document: DocumentNode): DocumentShape {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { document, operations, fragments };
}

/** What stands inside a selection: the fields of a field, or those of a fragment, whether it is named or not. */
export function selectedBy(selection: SelectionNode, { fragments }: DocumentShape): SelectionSetNode | undefined {
  return selection.kind === Kind.FRAGMENT_SPREAD
    ? fragments.get(selection.name.value)?.selectionSet
    : selection.selectionSet;
}

/** Every selection set of the document as it is written: each fragment once. */
export function* writtenSelectionSets({ document }: DocumentShape): Generator<SelectionSetNode> {
  const open: SelectionSetNode[] = [];
  for (const definition of document.definitions) if ('selectionSet' in definition) open.push(definition.selectionSet);
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    for (const selection of next.selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) open.push(selection.selectionSet);
    }
  }
}

type Measure = (selectionSet: SelectionSetNode) => number;

/**
 * A measure of selection sets that is taken once of each, however often it is spread.
 * @param ofRing what it is for a selection set that leads back to itself
 */
export function measuredOnce(measure: (selectionSet: SelectionSetNode, self: Measure) => number, ofRing = 0): Measure {
  const known = new Map<SelectionSetNode, number>();
  const self: Measure = (selectionSet) => {
    const before = known.get(selectionSet);
    if (before !== undefined) return before;
    known.set(selectionSet, ofRing);
    const result = measure(selectionSet, self);
    known.set(selectionSet, result);
    return result;
  };
  return self;
}
