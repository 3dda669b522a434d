import type { Denial, Denials } from './access.ts';
import type { GraphRequirements } from './graph-requirements.ts';

/** The denials that follow from the requirements that a caller does not meet, by their keys. */
export function callerDenials(requirements: GraphRequirements, unmet: ReadonlyMap<string, Denial>): Denials {
  const fields = new Map<string, Denial | undefined>();

  const object = (type: string): Denial | undefined => {
    const required = requirements.ofObject(type);
    return required && unmet.get(required.key);
  };

  /** A field whose every possible object is denied is not asked for at all. */
  const everyValue = (type: string, field: string): Denial | undefined => {
    const found = requirements.valuesOf(type, field).map(({ name }) => object(name));
    return found.includes(undefined) ? undefined : found[0];
  };

  const find = (type: string, field: string): Denial | undefined => {
    const required = requirements.ofField(type, field);
    const own = (required && unmet.get(required.key)) ?? everyValue(type, field);
    if (own || !requirements.isInterface(type)) return own;
    for (const { name } of requirements.possibleTypes(type)) {
      const denial = object(name) ?? find(name, field);
      if (denial) return denial;
    }
    return undefined;
  };

  return {
    object,
    field(type, field) {
      const key = `${type}.${field}`;
      if (!fields.has(key)) fields.set(key, find(type, field));
      return fields.get(key);
    },
  };
}
