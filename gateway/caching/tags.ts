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

/** In the text of a tag that names one entity. */
const OF_ONE = ' ["entity",';
const REFERENCE = 8;
/** Bytes of such a tag besides its characters: it is put together of two strings. */
const OWN_TAG = 96;

/**
 * Tags say what is in something that was kept:
 * `all` from a subgraph, `type` an object of a type, `inside` one of which nobody knows which it is, `entity` the one with this value in a key
 * field, `without` one that was not asked for by that key field. Each also exists for one subgraph alone.
 */
function tag(subgraph: string, ...parts: readonly unknown[]): string[] {
  const text = JSON.stringify(parts);
  return [`* ${text}`, `${subgraph} ${text}`];
}

const MOST_SHARED = 200;
/** Of a part, tags that are the same for all that is kept of it: made once, since they would take more room than most texts. */
const sharedTags = new WeakMap<PartPolicy, Map<string, readonly string[]>>();

function shared(part: PartPolicy, name: string, make: () => readonly string[]): readonly string[] {
  const known = sharedTags.get(part) ?? new Map<string, readonly string[]>();
  const tags = known.get(name) ?? make();
  if (known.size < MOST_SHARED) known.set(name, tags);
  sharedTags.set(part, known);
  return tags;
}

/** Of an answer to root fields. @param part of a policy for this subgraph */
export function rootTags(subgraph: string, part: PartPolicy): readonly string[] {
  return shared(part, '', () => [...tag(subgraph, 'all'), ...inside(subgraph, part.types)]);
}

/** Of one entity. @param part of a policy for this subgraph @param keyFields names of the fields that are keys of its type */
export function entityTags(
  subgraph: string,
  part: PartPolicy,
  representation: Readonly<Record<string, unknown>>,
  keyFields: ReadonlySet<string>,
): readonly string[] {
  const type = String(representation['__typename']);
  const byKeys = [...keyFields].flatMap((name) => {
    const value = representation[name];
    return typeof value === 'string' || typeof value === 'number'
      ? tag(subgraph, 'entity', type, name, String(value))
      : shared(part, `${type} ${name}`, () => tag(subgraph, 'without', type, name));
  });
  const common = shared(part, type, () => [
    ...tag(subgraph, 'all'),
    ...tag(subgraph, 'type', type),
    ...inside(subgraph, part.types),
  ]);
  return [...common, ...byKeys];
}

/** Bytes that the tags of one entry take, roughly: a reference to each, and those that name one entity themselves. */
export function tagBytes(tags: readonly string[]): number {
  return tags.reduce((sum, text) => sum + REFERENCE + (text.includes(OF_ONE) ? OWN_TAG + text.length : 0), 0);
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
