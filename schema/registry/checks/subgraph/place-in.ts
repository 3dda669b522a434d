import type { CheckInput, SourceLocation } from '../check.ts';
import { placeOf } from '../finding.ts';
import { readSubgraph } from './read-subgraph.ts';

/** Where the proposed SDL has an element, or else what the element would be in: its field, its type. */
export function placeIn({ proposed, subgraph }: CheckInput, coordinate: string): { location?: SourceLocation } {
  const schema = proposed && readSubgraph(proposed)?.schema;
  for (const at of [coordinate, coordinate.replace(/\(.*$/, ''), coordinate.split('.')[0] ?? '']) {
    const node = schema && /^[A-Za-z_]/.test(at) ? schema.elementByCoordinate(at)?.sourceAST : undefined;
    if (node) return placeOf(subgraph, node);
  }
  return {};
}
