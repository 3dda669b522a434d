import { buildSubgraph } from '@apollo/federation-internals';
import type { Subgraph } from '@apollo/federation-internals';
import { LRUCache } from 'lru-cache';
import type { SubgraphVersion } from '../check.ts';

/** Subgraphs that have been read: the next check, or composition, reads one that changed and none that did not. */
const read = new LRUCache<string, { subgraph: Subgraph | undefined }>({ max: 300 });

/**
 * A subgraph's schema as composition reads it, undefined for one that composition would refuse to read.
 * Threat: an SDL that reads as harmless here and composes to something else: directives under other names, root types under other names, a
 * directive of one's own under a name of Federation. Rule: the rules see what the composing library sees, read by that library.
 */
export function readSubgraph({ name, url, sdl }: SubgraphVersion): Subgraph | undefined {
  const key = `${name}\n${url}\n${sdl}`;
  const known = read.get(key);
  if (known) return known.subgraph;
  const subgraph = attempt(() => buildSubgraph(name, url, sdl));
  read.set(key, { subgraph });
  return subgraph;
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
