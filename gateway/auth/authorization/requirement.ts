/** Alternatives, each a list of names that have to be there together: `[["a"], ["b", "c"]]` is a, or b and c. */
export type AnyOfAll = readonly (readonly string[])[];

/** What a caller needs for something: all of this. */
export interface Requirement {
  /** A login. */
  authenticated: boolean;
  /** Scopes of the access token; undefined when none are asked for. */
  scopes: AnyOfAll | undefined;
  policies: AnyOfAll | undefined;
  /** Equal for requirements that mean the same. */
  key: string;
}

type Parts = Omit<Requirement, 'key'>;

/** @returns undefined when nothing is required */
export function requirement({ authenticated, scopes, policies }: Parts): Requirement | undefined {
  if (!authenticated && !scopes && !policies) return undefined;
  const parts = { authenticated, scopes: scopes && plainest(scopes), policies: policies && plainest(policies) };
  return { ...parts, key: JSON.stringify([authenticated, parts.scopes ?? null, parts.policies ?? null]) };
}

/** What is needed where all of these apply. */
export function allOf(requirements: readonly (Requirement | undefined)[]): Requirement | undefined {
  let all: Requirement | undefined;
  for (const next of requirements) {
    if (!next || next === all) continue;
    all = all
      ? requirement({
          authenticated: all.authenticated || next.authenticated,
          scopes: both(all.scopes, next.scopes),
          policies: both(all.policies, next.policies),
        })
      : next;
  }
  return all;
}

function both(one: AnyOfAll | undefined, other: AnyOfAll | undefined): AnyOfAll | undefined {
  if (!one || !other) return one ?? other;
  return plainest(one.flatMap((names) => other.map((more) => [...names, ...more])));
}

/** Sorted, each once, and without alternatives that ask for all that another one asks for, and more. */
function plainest(alternatives: AnyOfAll): AnyOfAll {
  const sorted = alternatives
    .map((names) => [...new Set(names)].toSorted())
    .toSorted((one, other) => one.length - other.length || one.join().localeCompare(other.join()));
  return sorted.filter((names, index) => {
    return !sorted.slice(0, index).some((fewer) => fewer.every((name) => names.includes(name)));
  });
}
