import type { DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Variables that one operation declares. */
export const variables: DocumentRule = ({ operations }, { variables: allowed }) => {
  const actual = Math.max(0, ...operations.map(({ variableDefinitions }) => variableDefinitions?.length ?? 0));
  if (actual <= allowed) return undefined;
  return {
    limit: 'variables',
    allowed,
    actual,
    message: `The operation declares ${shown(actual)} variables, ${shown(allowed)} are allowed. Put values that belong together into one input object or list.`,
  };
};
