import { Kind } from 'graphql';
import { writtenSelectionSets, type DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Aliases: each makes a service do the same work once more (guessing codes, many logins in one request). */
export const aliases: DocumentRule = (shape, { aliases: allowed }) => {
  let actual = 0;
  for (const { selections } of writtenSelectionSets(shape)) {
    for (const selection of selections) if (selection.kind === Kind.FIELD && selection.alias) actual += 1;
  }
  if (actual <= allowed) return undefined;
  return {
    limit: 'aliases',
    allowed,
    actual,
    message: `The document has ${shown(actual)} aliases, ${shown(allowed)} are allowed. Ask for a list where there is one, or send several requests.`,
  };
};
