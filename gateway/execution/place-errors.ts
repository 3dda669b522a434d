import type { WrittenField } from '../planning/written-fields.ts';
import { FieldFailure, isDataObject } from './field-failure.ts';
import type { FailureCause } from './field-failure.ts';

/** Makes the cause of an error whose path, below the null it caused, is `within`. */
export type CauseFor = (within: readonly (string | number)[]) => FailureCause;

/**
 * Puts a failure at the null to which an error's path leads.
 * @param fields what was asked for of `data`: a failure at any other key would be read by nobody
 * @returns false when there is no null on the path, or the path leads to what was not asked for
 */
export function placeError(
  data: unknown,
  path: readonly (string | number)[],
  fields: readonly WrittenField[],
  cause: CauseFor,
): boolean {
  let container = data;
  let asked = fields;
  for (let index = 0; index < path.length; index++) {
    const segment = path[index]!;
    if (typeof segment === 'string') {
      const found = asked.filter(({ key }) => key === segment);
      if (found.length === 0) return false;
      asked = found.flatMap((field) => field.fields);
    }
    const slot = slotIn(container, segment);
    if (!slot) return false;
    const value = slot.read();
    if (value === null || value === undefined) {
      slot.write(new FieldFailure([cause(path.slice(index + 1))]));
      return true;
    }
    if (value instanceof FieldFailure) {
      slot.write(new FieldFailure([...value.causes, cause(path.slice(index + 1))]));
      return true;
    }
    container = value;
  }
  return false;
}

interface Slot {
  read(): unknown;
  write(value: unknown): void;
}

function slotIn(container: unknown, segment: string | number): Slot | undefined {
  if (Array.isArray(container)) {
    const list: unknown[] = container;
    if (typeof segment !== 'number' || !(segment in list)) return undefined;
    return { read: () => list[segment], write: (value) => (list[segment] = value) };
  }
  if (!isDataObject(container) || typeof segment !== 'string') return undefined;
  const object = container;
  return {
    read: () => (Object.hasOwn(object, segment) ? object[segment] : undefined),
    write: (value) => (object[segment] = value),
  };
}
