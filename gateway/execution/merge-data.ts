import { FieldFailure, isDataObject } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';

/**
 * Puts what a subgraph answered into an object of the data, in place. Objects are merged field by field and lists element by
 * element; a value is never replaced by a failure.
 */
export function mergeData(target: DataObject, source: DataObject): void {
  for (const key in source) {
    const value = source[key];
    const present = target[key];
    target[key] = present === undefined || present === null ? value : merged(present, value);
  }
}

function merged(present: unknown, value: unknown): unknown {
  if (value === null || value === undefined || value instanceof FieldFailure) return present;
  if (isDataObject(present) && isDataObject(value)) {
    mergeData(present, value);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
    for (let index = 0; index < present.length; index++) {
      present[index] = present[index] === null ? value[index] : merged(present[index], value[index]);
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
