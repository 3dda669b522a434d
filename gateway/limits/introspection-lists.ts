import { Kind } from 'graphql';
import { measuredOnce, selectedBy, type DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Fields of the schema of schemas that are lists of it (GraphQL specification, 4.2). */
const LISTS = new Set([
  'types',
  'directives',
  'fields',
  'args',
  'inputFields',
  'interfaces',
  'enumValues',
  'possibleTypes',
]);

/**
 * Lists asked for below `__schema` and `__type`, fragments written out. Threat: aliases make the gateway write out its schema thirty times in one
 * answer, on the thread that serves everybody. Rule: what tools ask for has nine; a little more than twice that is allowed.
 */
export const introspectionLists: DocumentRule = (shape, { introspectionLists: allowed }) => {
  const below = measuredOnce(({ selections }, self) => {
    let count = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      if (selection.kind === Kind.FIELD && LISTS.has(selection.name.value)) count += 1;
      if (content) count += self(content);
    }
    return count;
  });
  const atRoot = measuredOnce(({ selections }, self) => {
    let count = 0;
    for (const selection of selections) {
      const content = selectedBy(selection, shape);
      if (!content) continue;
      if (selection.kind !== Kind.FIELD) count += self(content);
      else if (selection.name.value === '__schema' || selection.name.value === '__type') count += below(content);
    }
    return count;
  });
  const actual = Math.max(0, ...shape.operations.map(({ selectionSet }) => atRoot(selectionSet)));
  if (actual <= allowed) return undefined;
  return {
    limit: 'introspectionLists',
    allowed,
    actual,
    message: `The introspection asks for ${shown(actual)} lists of the schema (types, fields, args …), ${shown(allowed)} are allowed. Ask for each once.`,
  };
};
