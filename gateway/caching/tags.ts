import type { PartPolicy } from './fetch-policy.ts';

/** What is to be forgotten. At least one of `type` and `subgraph` is there. */
export interface Invalidation {
  /** An object type, `Query` for root fields. */
  type?: string | undefined;
  /** Key fields of one entity of the type; what was kept of it under any of them goes. */
  key?: Readonly<Record<string, string | number>> | undefined;
  /** Only what came from here; without `type`, all of that. */
  subgraph?: string | undefined;
}

/**
 * Tags say what is in something that was kept:
 * `all` from a subgraph, `type` an object of a type, `inside` one of which nobody knows which it is, `entity` the one with this value in a key
 * field, `without` one that was not asked for by that key field. Each also exists for one subgraph alone.
 */
function tag(subgraph: string, ...parts: readonly unknown[]): string[] {
  const text = JSON.stringify(parts);
  return [`* ${text}`, `${subgraph} ${text}`];
}

/** Of an answer to root fields. */
export function rootTags(subgraph: string, { types }: PartPolicy): string[] {
  return [...tag(subgraph, 'all'), ...inside(subgraph, types)];
}

/** Of one entity. @param keyFields names of the fields that are keys of its type */
export function entityTags(
  subgraph: string,
  { types }: PartPolicy,
  representation: Readonly<Record<string, unknown>>,
  keyFields: ReadonlySet<string>,
): string[] {
  const { __typename: type } = representation;
  const byKeys = [...keyFields].flatMap((name) => {
    const value = representation[name];
    return typeof value === 'string' || typeof value === 'number'
      ? tag(subgraph, 'entity', type, name, String(value))
      : tag(subgraph, 'without', type, name);
  });
  return [...tag(subgraph, 'all'), ...tag(subgraph, 'type', type), ...byKeys, ...inside(subgraph, types)];
}

function inside(subgraph: string, types: readonly string[]): string[] {
  return types.flatMap((type) => [...tag(subgraph, 'type', type), ...tag(subgraph, 'inside', type)]);
}

/** The tags of what has to go: rather too much than too little. */
export function goneTags({ type, key, subgraph }: Invalidation): string[] {
  const one = (...parts: readonly unknown[]): string => tag(subgraph ?? '*', ...parts)[1]!;
  if (type === undefined) return [one('all')];
  if (key === undefined) return [one('type', type)];
  const byKeys = Object.entries(key).flatMap(([name, value]) => [
    one('entity', type, name, String(value)),
    one('without', type, name),
  ]);
  return [one('inside', type), ...byKeys];
}
