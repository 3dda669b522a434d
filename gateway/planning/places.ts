import type { PathSegment, PlanFetch } from './plan.ts';
import { writtenFields } from './written-fields.ts';
import type { WrittenField } from './written-fields.ts';

/** A value that is written at a place of the data. */
export interface WrittenCall {
  /** The field with its arguments. */
  call: string;
  /** Whether the planner chose the key; others are the client's. */
  isPlanners: boolean;
}

/** What a fetch writes, by place: response keys joined by slashes, lists left out. */
export type Written = Map<string, WrittenCall[]>;

/** The place of a path. */
export function placeOf(path: readonly PathSegment[]): string {
  return path.map((segment) => (segment.kind === 'field' ? `/${segment.name}` : '')).join('');
}

/** All that a fetch writes. */
export function writtenPlaces(fetch: PlanFetch): Written {
  const places: Written = new Map();
  const { root, entities } = writtenFields(fetch);
  addWritten(root, placeOf(fetch.path), places);
  for (const part of fetch.entities) {
    for (const path of part.paths) addWritten(entities.get(part.alias) ?? [], placeOf(path), places);
  }
  return places;
}

function addWritten(fields: readonly WrittenField[], base: string, places: Written): void {
  for (const { key, call, isPlanners, fields: inner } of fields) {
    const place = `${base}/${key}`;
    places.set(place, [...(places.get(place) ?? []), { call, isPlanners }]);
    addWritten(inner, place, places);
  }
}
