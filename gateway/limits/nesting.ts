import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { measuredOnce, selectedBy, type DocumentRule, type DocumentShape } from './document-shape.ts';
import { shown } from './excess.ts';

/**
 * What stands inside each other, whatever it is: fields, fragments with and without a name, lists and objects in values, types of lists. Fields have a
 * limit of their own (`depth`), but a fragment in a fragment is no field deeper, and validators and planners walk through each level by recursion.
 */
export const nesting: DocumentRule = (shape, { nesting: allowed }) => {
  const actual = Math.max(deepestSelection(shape), deepestValue(shape.document));
  if (actual <= allowed) return undefined;
  return { limit: 'nesting', allowed, actual, message: tooNested(allowed, actual) };
};

/** @param actual unknown where the parser itself had to stop */
export function tooNested(allowed: number, actual?: number): string {
  const levels = actual === undefined ? `more than ${shown(allowed)}` : shown(actual);
  return `The document has ${levels} levels of fields, fragments and values inside each other, ${shown(allowed)} are allowed. Leave out fragments that only hold another one, and move values into variables.`;
}

function deepestSelection(shape: DocumentShape): number {
  const below = measuredOnce(({ selections }, self) => {
    let deepest = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      if (content) deepest = Math.max(deepest, self(content));
    }
    return deepest + 1;
  });
  return Math.max(0, ...shape.operations.map(({ selectionSet }) => below(selectionSet)));
}

const holdsOthers = new Set<string>([Kind.LIST, Kind.OBJECT, Kind.LIST_TYPE]);

function deepestValue(document: DocumentNode): number {
  let [deepest, now] = [0, 0];
  visit(document, {
    enter({ kind }) {
      if (holdsOthers.has(kind)) deepest = Math.max(deepest, ++now);
    },
    leave({ kind }) {
      if (holdsOthers.has(kind)) now -= 1;
    },
  });
  return deepest;
}
