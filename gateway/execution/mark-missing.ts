import type { WrittenField } from '../planning/written-fields.ts';
import { FieldFailure, isDataObject } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import type { TypeConditions } from './type-conditions.ts';

/** Puts a failure wherever one of the fields is not there yet. */
export function markMissing(
  object: DataObject,
  fields: readonly WrittenField[],
  failure: FieldFailure,
  types: TypeConditions,
): void {
  const typename = object['__typename'];
  for (const { key, type, fields: inner } of fields) {
    if (key === '__typename') continue;
    if (type !== undefined && typeof typename === 'string' && !types.satisfying(type).has(typename)) continue;
    const value = object[key];
    if (value === undefined) object[key] = failure;
    else if (inner.length > 0) markInside(value, inner, failure, types);
  }
}

function markInside(
  value: unknown,
  fields: readonly WrittenField[],
  failure: FieldFailure,
  types: TypeConditions,
): void {
  if (Array.isArray(value)) for (const element of value) markInside(element, fields, failure, types);
  else if (isDataObject(value)) markMissing(value, fields, failure, types);
}
