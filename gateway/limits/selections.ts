import { measuredOnce, selectedBy, type DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/**
 * Fields, fragments and spreads once all fragments are written out, in fragments that nobody uses too. Threat: a kilobyte of fragments that
 * spread each other twice is millions of fields, on which validation and planning spend minutes; fragments in a ring have no end at
 * all. Rule: count first, each fragment once.
 */
export const selections: DocumentRule = (shape, { selections: allowed }) => {
  const count = measuredOnce((selectionSet, self) => {
    let total = selectionSet.selections.length;
    for (const selection of selectionSet.selections) {
      const content = selectedBy(selection, shape);
      if (content) total += self(content);
    }
    return total;
  }, Infinity);
  const { operations, fragments } = shape;
  const actual = Math.max(0, ...[...operations, ...fragments.values()].map(({ selectionSet }) => count(selectionSet)));
  if (actual <= allowed) return undefined;
  const message =
    actual === Infinity
      ? 'The fragments of the document lead back to themselves, so they have no end. Take out the spread that closes the ring.'
      : `The operation selects ${shown(actual)} fields once its fragments are written out, ${shown(allowed)} are allowed. Spread fragments less often, or ask for less at once.`;
  return { limit: 'selections', allowed, ...(actual === Infinity ? {} : { actual }), message };
};
