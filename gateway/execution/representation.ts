import type { RequiredSelection } from '../planning/plan.ts';
import { FieldFailure } from './field-failure.ts';
import type { DataObject } from './field-failure.ts';
import { quote } from './json-text.ts';
import type { TypeConditions } from './type-conditions.ts';

/** JSON text; a failure when something it needs failed; undefined when something it needs is not there. */
export type Written = string | FieldFailure | undefined;

interface FieldText {
  /** Key in the data. */
  key: string;
  /** `"name":` with the comma before it. */
  prefix: string;
  inner: ObjectText | undefined;
}

/** Writes the representation of an entity straight from the data, as JSON. What applies to a type is worked out at its first use. */
export class ObjectText {
  private readonly byType = new Map<unknown, FieldText[]>();
  private readonly selections: readonly RequiredSelection[];
  private readonly types: TypeConditions;

  constructor(selections: readonly RequiredSelection[], types: TypeConditions) {
    this.selections = selections;
    this.types = types;
  }

  /** A representation: `__typename` and at least one more field. */
  representation(entity: DataObject): Written {
    const fields = this.fieldsFor(entity['__typename']);
    return fields.length > 1 && fields.some(({ key }) => key === '__typename')
      ? writeFields(fields, entity)
      : undefined;
  }

  /** The key in the data that alone tells entities of a type apart; undefined where it takes more than one. */
  singleKey(typename: unknown): string | undefined {
    const fields = this.fieldsFor(typename);
    const [key, ...others] = fields.filter((field) => field.key !== '__typename');
    return others.length === 0 && key && !key.inner ? key.key : undefined;
  }

  write(value: unknown): Written {
    if (!Array.isArray(value)) {
      if (typeof value !== 'object' || value === null) return writeLeaf(value);
      if (value instanceof FieldFailure) return value;
      const object = value as DataObject;
      return writeFields(this.fieldsFor(object['__typename']), object);
    }
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      const element = this.write(value[index]);
      if (typeof element !== 'string') return element;
      text += index === 0 ? element : `,${element}`;
    }
    return `${text}]`;
  }

  private fieldsFor(typename: unknown): FieldText[] {
    const known = this.byType.get(typename);
    if (known) return known;
    if (typeof typename === 'string' && !this.types.isKnown(typename)) return [];
    const collected = new Map<string, { key: string; selections: RequiredSelection[] }>();
    this.collect(this.selections, typename, collected);
    const fields = [...collected].map(([as, { key, selections }], index) => ({
      key,
      prefix: `${index === 0 ? '{' : ','}${JSON.stringify(as)}:`,
      inner: selections.length > 0 ? new ObjectText(selections, this.types) : undefined,
    }));
    this.byType.set(typename, fields);
    return fields;
  }

  private collect(
    selections: readonly RequiredSelection[],
    typename: unknown,
    collected: Map<string, { key: string; selections: RequiredSelection[] }>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === 'field') {
        const present = collected.get(selection.as);
        if (present) present.selections.push(...selection.selections);
        else collected.set(selection.as, { key: selection.key, selections: [...selection.selections] });
      } else if (typeof typename === 'string' && this.types.satisfying(selection.name).has(typename)) {
        this.collect(selection.selections, typename, collected);
      }
    }
  }
}

function writeFields(fields: readonly FieldText[], object: DataObject): Written {
  if (fields.length === 0) return '{}';
  let text = '';
  for (const { key, prefix, inner } of fields) {
    const value = object[key];
    const written = inner ? inner.write(value) : writeLeaf(value);
    if (typeof written !== 'string') return written;
    text += prefix + written;
  }
  return `${text}}`;
}

function writeLeaf(value: unknown): Written {
  if (typeof value === 'string') return quote(value);
  if (value === undefined || value instanceof FieldFailure) return value;
  return JSON.stringify(value);
}
