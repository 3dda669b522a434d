import { placeOf, writtenPlaces } from './places.ts';
import type { Written } from './places.ts';
import type { ContextValue, PathSegment, Plan, PlanFetch, RequiredSelection } from './plan.ts';

/**
 * Works out what each fetch really waits for. A planner orders fetches in stages; a fetch needs only those before it that write
 * what it reads: the fields on the way to its entities and the fields of its representations. Mutations go one after the other.
 */
export function withDependencies(plan: Plan): Plan {
  const written = plan.fetches.map(writtenPlaces);
  const fetches = plan.fetches.map((fetch) => {
    if (fetch.kind === 'mutation') return { ...fetch, needs: fetch.after };
    const read = reads(fetch);
    return { ...fetch, needs: fetch.after.filter((id) => overlaps(read, written[id])) };
  });
  return { fetches: oneMutationAfterTheOther(fetches) };
}

/**
 * A mutation begins when the ones before it are done with all that they select, also in other subgraphs (specification, section 6.2.2):
 * what is read for the first must not show what the second changed.
 */
function oneMutationAfterTheOther(fetches: readonly PlanFetch[]): PlanFetch[] {
  /** By fetch: the last mutation that it reads from, over others too. */
  const latest: number[] = [];
  for (const { id, kind, needs } of fetches) {
    latest.push(kind === 'mutation' ? id : Math.max(-1, ...needs.map((each) => latest[each] ?? -1)));
  }
  return fetches.map((fetch) => {
    if (fetch.kind !== 'mutation') return fetch;
    const earlier = fetches.filter(({ id, kind }) => kind === 'query' && latest[id]! < fetch.id).map(({ id }) => id);
    return { ...fetch, needs: [...new Set([...fetch.needs, ...earlier])] };
  });
}

/** Places that a fetch reads, as in `Written`. */
type Places = Set<string>;

function overlaps(read: Places, written: Written | undefined): boolean {
  for (const place of read) if (written?.has(place)) return true;
  return false;
}

/** Places of the values that a fetch sends: those of its representations and of contexts, not those on the way to its entities. */
export function valuesRead(fetch: PlanFetch): Places {
  const places: Places = new Set();
  for (const part of fetch.entities) {
    for (const path of part.paths) {
      addRequired(part.requires, placeOf(path), places);
      for (const value of part.context) addContext(path, value, places);
    }
  }
  return places;
}

function reads(fetch: PlanFetch): Places {
  const places = valuesRead(fetch);
  addPath(fetch.path, places);
  for (const part of fetch.entities) for (const path of part.paths) addPath(path, places);
  return places;
}

function addPath(path: readonly PathSegment[], places: Places): void {
  let place = '';
  for (const segment of path) {
    if (segment.kind === 'field') {
      place += `/${segment.name}`;
      places.add(place);
    } else if (segment.kind === 'type') places.add(`${place}/__typename`);
  }
}

/** A context is read from an object further up on the way to the entity. */
function addContext(path: readonly PathSegment[], { up, path: inner }: ContextValue, places: Places): void {
  const fields = path.filter(({ kind }) => kind === 'field');
  let place = placeOf(fields.slice(0, fields.length - up));
  for (const segment of inner) {
    if (segment.kind !== 'key') continue;
    place += `/${segment.name}`;
    places.add(place);
  }
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
