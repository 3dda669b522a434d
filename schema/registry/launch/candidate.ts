import type { LaunchKind } from '../storage/database.ts';
import type { Part, VariantState } from '../storage/variants.ts';

/** What a variant would consist of after a change. */
export interface Candidate {
  kind: LaunchKind | 'CHECK';
  before: VariantState;
  /** Sorted by name. */
  parts: Part[];
  /** Names of the subgraphs that differ. */
  changed: string[];
}

const isSame = (a: Part | undefined, b: Part | undefined) => a?.sdlHash === b?.sdlHash && a?.url === b?.url;

/** The candidate with exactly these parts. */
export function candidateOf(kind: Candidate['kind'], before: VariantState, parts: readonly Part[]): Candidate {
  const [was, is] = [before.parts, parts].map((list) => new Map(list.map((part) => [part.name, part])));
  const names = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
  return {
    kind,
    before,
    parts: parts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    changed: [...names].filter((name) => !isSame(was?.get(name), is?.get(name))).toSorted(),
  };
}

/** The candidate in which these parts are new or take the place of those of the same name. */
export function withParts(kind: Candidate['kind'], before: VariantState, added: readonly Part[]): Candidate {
  const parts = new Map([...before.parts, ...added].map((part) => [part.name, part]));
  return candidateOf(kind, before, [...parts.values()]);
}

/** The candidate without this part. */
export function withoutPart(before: VariantState, name: string): Candidate {
  return candidateOf(
    'DELETE',
    before,
    before.parts.filter((part) => part.name !== name),
  );
}
