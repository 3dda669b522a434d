import type { PathSegment, Plan, PlanFetch, RequiredSelection } from './plan.ts';
import { writtenFields } from './written-fields.ts';
import type { WrittenField } from './written-fields.ts';

/**
 * Works out what each fetch really waits for. A planner orders fetches in stages; a fetch needs only those before it that write
 * what it reads: the fields on the way to its entities and the fields of its representations. Mutations keep their order.
 */
export function withDependencies(plan: Plan): Plan {
  const written = plan.fetches.map(writes);
  return {
    fetches: plan.fetches.map((fetch) => {
      if (fetch.kind === 'mutation') return { ...fetch, needs: fetch.after };
      const read = reads(fetch);
      return { ...fetch, needs: fetch.after.filter((id) => overlaps(read, written[id])) };
    }),
  };
}

function overlaps(read: Places, written: Places | undefined): boolean {
  for (const place of read) if (written?.has(place)) return true;
  return false;
}

/** Places in the data, as response keys joined by slashes. */
type Places = Set<string>;

function writes(fetch: PlanFetch): Places {
  const places: Places = new Set();
  const { root, entities } = writtenFields(fetch);
  addWritten(root, keysOf(fetch.path), places);
  for (const part of fetch.entities) {
    for (const path of part.paths) addWritten(entities.get(part.alias) ?? [], keysOf(path), places);
  }
  return places;
}

function addWritten(fields: readonly WrittenField[], base: string, places: Places): void {
  for (const field of fields) {
    const place = `${base}/${field.key}`;
    places.add(place);
    addWritten(field.fields, place, places);
  }
}

function reads(fetch: PlanFetch): Places {
  const places: Places = new Set();
  addPath(fetch.path, places);
  for (const part of fetch.entities) {
    for (const path of part.paths) addRequired(part.requires, addPath(path, places), places);
    for (const path of part.context.length > 0 ? part.paths : []) addContext(path, places);
  }
  return places;
}

/** A context may be set by any field of any ancestor: whoever writes there comes first. */
function addContext(path: readonly PathSegment[], places: Places): void {
  addPath(path, places);
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
