import { FieldFailure, isDataObject } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { TypeConditions } from './type-conditions.ts';

/**
 * Puts what a subgraph answered into an object of the data, in place. Objects are merged field by field and lists element by
 * element. A value is never replaced by a failure, and an object type's name never by that of an interface, which is all that a
 * subgraph with an interface object knows.
 */
export function mergeData(target: DataObject, source: DataObject, types: TypeConditions): void {
  for (const key in source) {
    const value = source[key];
    const present = target[key];
    if (present === undefined || present === null) target[key] = value;
    else if (key !== '__typename') target[key] = merged(present, value, types);
    else if (!types.isAbstract(value)) target[key] = value;
  }
}

function merged(present: unknown, value: unknown, types: TypeConditions): unknown {
  if (value === null || value === undefined || value instanceof FieldFailure) return present;
  if (isDataObject(present) && isDataObject(value)) {
    mergeData(present, value, types);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
    for (let index = 0; index < present.length; index++) {
      present[index] = present[index] === null ? value[index] : merged(present[index], value[index], types);
    }
    return present;
  }
  return value;
}

/** A copy of JSON data, failures shared. */
export function copyData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyData);
  return isDataObject(value) ? copyObject(value) : value;
}

/** A copy of an object of the data. */
export function copyObject(value: DataObject): DataObject {
  const copy: DataObject = {};
  for (const key in value) {
    const field = value[key];
    copy[key] = typeof field === 'object' ? copyData(field) : field;
  }
  return copy;
}
