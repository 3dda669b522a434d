import { Kind } from 'graphql';
import { measuredOnce, selectedBy, type DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Fields of the root type: each starts work of its own, and mutations one after the other. */
export const rootFields: DocumentRule = (shape, { rootFields: allowed }) => {
  const count = measuredOnce(({ selections }, self) => {
    let total = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      if (selection.kind === Kind.FIELD) total += 1;
      else if (content) total += self(content);
    }
    return total;
  });
  const actual = Math.max(0, ...shape.operations.map(({ selectionSet }) => count(selectionSet)));
  if (actual <= allowed) return undefined;
  return {
    limit: 'rootFields',
    allowed,
    actual,
    message: `The operation has ${shown(actual)} fields at its root, ${shown(allowed)} are allowed. Split it into several requests.`,
  };
};
