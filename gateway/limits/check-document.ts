import type { DocumentNode } from 'graphql';
import { aliases } from './aliases.ts';
import { definitions } from './definitions.ts';
import { depth, introspectionDepth } from './depth.ts';
import { directives } from './directives.ts';
import { documentShape, type DocumentRule } from './document-shape.ts';
import type { Excess } from './excess.ts';
import type { Limits } from './limits.ts';
import { introspectionLists } from './introspection-lists.ts';
import { nesting } from './nesting.ts';
import { repeats } from './repeats.ts';
import { rootFields } from './root-fields.ts';
import { selections } from './selections.ts';
import { variables } from './variables.ts';

/** In this order, and the first one that refuses is what the client reads. */
const rules: readonly DocumentRule[] = [
  definitions,
  selections,
  rootFields,
  depth,
  introspectionDepth,
  introspectionLists,
  nesting,
  aliases,
  repeats,
  directives,
  variables,
];

/** Whether a document that has only been parsed keeps the limits that need no schema: before validation, which is slow on what they refuse. */
export function checkDocument(document: DocumentNode, limits: Limits): Excess | undefined {
  const shape = documentShape(document);
  for (const rule of rules) {
    const excess = rule(shape, limits);
    if (excess) return excess;
  }
  return undefined;
}
