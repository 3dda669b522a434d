import { Kind } from 'graphql';
import { measuredOnce, selectedBy, type DocumentRule, type DocumentShape } from './document-shape.ts';
import { shown } from './excess.ts';

const INTROSPECTION = new Set(['__schema', '__type']);

/**
 * Fields below each other, those below `__schema` and `__type` left out. A graph with cycles (citizen, vehicle, citizen …) has no depth of
 * its own at which an operation would end.
 */
export const depth: DocumentRule = (shape, { depth: allowed }) => {
  const actual = deepest(shape, (name) => !INTROSPECTION.has(name));
  if (actual <= allowed) return undefined;
  return {
    limit: 'depth',
    allowed,
    actual,
    message: `The operation is ${shown(actual)} fields deep, ${shown(allowed)} are allowed. Start at a field nearer to what you need, or send a second request.`,
  };
};

/** The depth of introspection, where the standard queries of tools go deeper than operations on data. */
export const introspectionDepth: DocumentRule = (shape, { introspectionDepth: allowed }) => {
  const actual = deepest(shape, (name) => INTROSPECTION.has(name));
  if (actual <= allowed) return undefined;
  return {
    limit: 'introspectionDepth',
    allowed,
    actual,
    message: `The introspection is ${shown(actual)} fields deep, ${shown(allowed)} are allowed. Follow ofType less deep.`,
  };
};

/** The deepest field of any operation. @param counts whether a field at the root is looked at */
function deepest(shape: DocumentShape, counts: (rootField: string) => boolean): number {
  const below = measuredOnce(({ selections }, self) => {
    let depth = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      depth = Math.max(depth, (selection.kind === Kind.FIELD ? 1 : 0) + (content ? self(content) : 0));
    }
    return depth;
  });
  const atRoot = measuredOnce(({ selections }, self) => {
    let depth = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      if (selection.kind !== Kind.FIELD) depth = Math.max(depth, content ? self(content) : 0);
      else if (counts(selection.name.value)) depth = Math.max(depth, 1 + (content ? below(content) : 0));
    }
    return depth;
  });
  return Math.max(0, ...shape.operations.map(({ selectionSet }) => atRoot(selectionSet)));
}
