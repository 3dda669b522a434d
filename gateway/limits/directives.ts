import { visit } from 'graphql';
import type { DocumentRule } from './document-shape.ts';
import { shown } from './excess.ts';

/** Directives of a document: validators compare those of one place with each other, and conditions multiply plans. */
export const directives: DocumentRule = ({ document }, { directives: allowed }) => {
  let actual = 0;
  visit(document, {
    Directive() {
      actual += 1;
      return false;
    },
  });
  if (actual <= allowed) return undefined;
  return {
    limit: 'directives',
    allowed,
    actual,
    message: `The document has ${shown(actual)} directives, ${shown(allowed)} are allowed. Put @include or @skip on a fragment rather than on each of its fields.`,
  };
};
