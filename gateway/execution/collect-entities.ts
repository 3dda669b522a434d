import type { PathSegment } from '../planning/plan.ts';
import { FieldFailure } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { TypeConditions } from './type-conditions.ts';

/** Adds every object at a path to `found`, lists walked through wherever they are. */
export type EntityCollector = (data: DataObject, found: DataObject[]) => void;

type Walk = (value: unknown, found: DataObject[]) => void;

/** Compiles a path of the plan. */
export function compileCollector(path: readonly PathSegment[], types: TypeConditions): EntityCollector {
  let walk: Walk = addObject;
  for (const segment of path.toReversed()) {
    if (segment.kind === 'field') walk = intoField(segment.name, walk);
    else if (segment.kind === 'type') walk = ofType(types.satisfyingAny(segment.names), walk);
  }
  return walk;
}

function addObject(value: unknown, found: DataObject[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const element of value) addObject(element, found);
  else if (!(value instanceof FieldFailure)) found.push(value as DataObject);
}

function intoField(name: string, next: Walk): Walk {
  return function walk(value, found) {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const element of value) walk(element, found);
    else next((value as DataObject)[name], found);
  };
}

function ofType(names: ReadonlySet<string>, next: Walk): Walk {
  return function walk(value, found) {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const element of value) walk(element, found);
    else {
      const { __typename: name } = value as DataObject;
      if (typeof name !== 'string' || names.has(name)) next(value, found);
    }
  };
}
