import type { ContextValue, PathSegment, Plan, PlanFetch, RequiredSelection } from './plan.ts';
import { writtenFields } from './written-fields.ts';
import type { WrittenField } from './written-fields.ts';

/** Two fetches of the plan write different values under one key; which of them is read would be left to chance. */
export class ConflictingFetchesError extends Error {
  override readonly name = 'ConflictingFetchesError';
}

/**
 * Works out what each fetch really waits for. A planner orders fetches in stages; a fetch needs only those before it that write
 * what it reads: the fields on the way to its entities and the fields of its representations. Mutations keep their order.
 * @throws ConflictingFetchesError
 */
export function withDependencies(plan: Plan, isConflictRefused: boolean): Plan {
  const written = plan.fetches.map(writes);
  if (isConflictRefused) refuseConflicts(written);
  return {
    fetches: plan.fetches.map((fetch) => {
      if (fetch.kind === 'mutation') return { ...fetch, needs: fetch.after };
      const read = reads(fetch);
      return { ...fetch, needs: fetch.after.filter((id) => overlaps(read, written[id])) };
    }),
  };
}

/** Places in the data, as response keys joined by slashes. */
type Places = Set<string>;

/** The same, with the call whose value is written there. */
type Written = Map<string, string>;

function overlaps(read: Places, written: Written | undefined): boolean {
  for (const place of read) if (written?.has(place)) return true;
  return false;
}

/** Within one fetch the subgraph sees to it, and what is fetched for a client has a key of its own. */
function refuseConflicts(written: readonly Written[]): void {
  const calls = new Map<string, string>();
  for (const fetch of written) {
    for (const [place, call] of fetch) {
      const other = calls.get(place) ?? call;
      if (other !== call) throw new ConflictingFetchesError(`The plan writes both ${other} and ${call} at ${place}.`);
      calls.set(place, call);
    }
  }
}

function writes(fetch: PlanFetch): Written {
  const places: Written = new Map();
  const { root, entities } = writtenFields(fetch);
  addWritten(root, keysOf(fetch.path), places);
  for (const part of fetch.entities) {
    for (const path of part.paths) addWritten(entities.get(part.alias) ?? [], keysOf(path), places);
  }
  return places;
}

function addWritten(fields: readonly WrittenField[], base: string, places: Written): void {
  for (const { key, call, fields: inner } of fields) {
    const place = `${base}/${key}`;
    places.set(place, call);
    addWritten(inner, place, places);
  }
}

function reads(fetch: PlanFetch): Places {
  const places: Places = new Set();
  addPath(fetch.path, places);
  for (const part of fetch.entities) {
    for (const path of part.paths) addRequired(part.requires, addPath(path, places), places);
    for (const path of part.paths) for (const value of part.context) addContext(path, value, places);
  }
  return places;
}

/** A context is read from an object further up on the way to the entity. */
function addContext(path: readonly PathSegment[], { up, path: inner }: ContextValue, places: Places): void {
  const names = path.flatMap((segment) => (segment.kind === 'field' ? [segment.name] : []));
  let place = names
    .slice(0, names.length - up)
    .map((name) => `/${name}`)
    .join('');
  for (const segment of inner) {
    if (segment.kind !== 'key') continue;
    place += `/${segment.name}`;
    places.add(place);
  }
}

function addPath(path: readonly PathSegment[], places: Places): string {
  let place = '';
  for (const segment of path) {
    if (segment.kind === 'field') {
      place += `/${segment.name}`;
      places.add(place);
    } else if (segment.kind === 'type') places.add(`${place}/__typename`);
  }
  return place;
}

function addRequired(selections: readonly RequiredSelection[], base: string, places: Places): void {
  for (const selection of selections) {
    if (selection.kind === 'type') {
      addRequired(selection.selections, base, places);
      continue;
    }
    const place = `${base}/${selection.key}`;
    places.add(place);
    addRequired(selection.selections, place, places);
  }
}

function keysOf(path: readonly PathSegment[]): string {
  return addPath(path, new Set());
}
