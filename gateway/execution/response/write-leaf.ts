import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, isEnumType } from 'graphql';
import type { GraphQLEnumType, GraphQLLeafType } from 'graphql';
import { FieldFailure } from '../field-failure.ts';
import { quote } from '../json-text.ts';
import type { Position, Writer } from './completion.ts';
import type { HiddenParts } from './hidden-parts.ts';

/** Compiles the writer of a scalar or enum: the usual JSON type is written at once, all else goes through graphql-js' own coercion. */
export function compileLeaf(type: GraphQLLeafType, position: Position, hidden: HiddenParts): Writer {
  if (isEnumType(type)) return compileEnum(type, position, hidden.valuesOf(type));
  const coerce = coercing(type, position);
  switch (type) {
    case GraphQLString:
    case GraphQLID:
      return (value, completion) => (typeof value === 'string' ? quote(value) : coerce(value, completion));
    case GraphQLInt:
      return (value, completion) =>
        typeof value === 'number' && (value | 0) === value ? `${value}` : coerce(value, completion);
    case GraphQLFloat:
      return (value, completion) =>
        typeof value === 'number' && Number.isFinite(value) ? `${value}` : coerce(value, completion);
    case GraphQLBoolean:
      return (value, completion) => (value === true ? 'true' : value === false ? 'false' : coerce(value, completion));
    default:
      return coerce;
  }
}

function compileEnum(type: GraphQLEnumType, position: Position, hidden: ReadonlySet<unknown>): Writer {
  const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, `"${name}"`]));
  return (value, completion) => {
    const text = texts.get(value);
    if (text !== undefined) return text;
    if (isAbsent(value)) return completion.absent(typeof value === 'function' ? undefined : value, position);
    if (hidden.has(value)) return completion.absent(null, position);
    // The value stays unnamed: what clients see does not have it.
    return completion.fail(`Enum "${type.name}" cannot represent the value given for ${position.label}.`, position);
  };
}

function coercing(type: GraphQLLeafType, position: Position): Writer {
  return (value, completion) => {
    if (isAbsent(value)) return completion.absent(typeof value === 'function' ? undefined : value, position);
    try {
      return JSON.stringify(type.serialize(value));
    } catch {
      // The coercion's own words quote the value, which is nothing that a client was to see.
      return completion.fail(`${type.name} cannot represent the value given for ${position.label}.`, position);
    }
  };
}

/** A function can only come from the prototype of an object that lacks the field. */
function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || value instanceof FieldFailure || typeof value === 'function';
}
