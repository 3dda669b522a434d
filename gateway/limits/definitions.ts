import type { DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Operations and fragments of a document: only one operation is executed, and every definition is validated. */
export const definitions: DocumentRule = ({ document }, { definitions: allowed }) => {
  const actual = document.definitions.length;
  if (actual <= allowed) return undefined;
  return {
    limit: 'definitions',
    allowed,
    actual,
    message: `The document has ${shown(actual)} operations and fragments, ${shown(allowed)} are allowed. Send only the operation that is executed, with the fragments it uses.`,
  };
};
