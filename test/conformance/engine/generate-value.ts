import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Draw } from './draw.ts';

/** An input value, both as it is written in a document and as it is sent in variables. */
export interface InputValue {
  literal: string;
  json: unknown;
}

const NULL: InputValue = { literal: 'null', json: null };
const TEXTS = ['Be', 'er', '', 'Beispielhausen', 'ü "quoted" \\ back', 'line\nbreak', '€ 😀'];

/** A value that the type accepts; IDs come from the graph. */
export function generateValue(type: GraphQLInputType, ids: readonly string[], draw: Draw, depth = 0): InputValue {
  if (isNonNullType(type)) return generateNonNull(type.ofType, ids, draw, depth);
  return draw.chance(8) ? NULL : generateNonNull(type, ids, draw, depth);
}

function generateNonNull(type: GraphQLInputType, ids: readonly string[], draw: Draw, depth: number): InputValue {
  if (isNonNullType(type)) return generateNonNull(type.ofType, ids, draw, depth);
  if (isListType(type)) return generateList(type.ofType, ids, draw, depth);
  if (isEnumType(type)) {
    const { name } = draw.pick(type.getValues());
    return { literal: name, json: name };
  }
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || (depth < 2 && draw.chance(50)))
      .map((field) => [field.name, generateValue(field.type, ids, draw, depth + 1)] as const);
    return {
      literal: `{ ${entries.map(([name, value]) => `${name}: ${value.literal}`).join(', ')} }`,
      json: Object.fromEntries(entries.map(([name, value]) => [name, value.json])),
    };
  }
  return generateScalar(type.name, ids, draw);
}

/** A list, at times written as its single element, which the specification lets stand for a list of one. */
function generateList(element: GraphQLInputType, ids: readonly string[], draw: Draw, depth: number): InputValue {
  const items = Array.from({ length: draw.int(2) }, () => generateValue(element, ids, draw, depth + 1));
  const [first] = items;
  if (items.length === 1 && first && first.json !== null && draw.chance(30)) return first;
  return { literal: `[${items.map(({ literal }) => literal).join(', ')}]`, json: items.map(({ json }) => json) };
}

function generateScalar(name: string, ids: readonly string[], draw: Draw): InputValue {
  switch (name) {
    case 'Boolean':
      return same(draw.chance(50));
    case 'Int':
      return same(draw.int(3));
    case 'Float':
      return same(draw.chance(50) ? draw.int(3) : draw.int(30) / 8);
    case 'ID':
      return same(draw.pick(ids));
    case 'String':
      return same(draw.pick(TEXTS));
    default:
      return same('2026-03-02T08:00:00Z');
  }
}

/** JSON's texts for these are GraphQL literals too. */
function same(json: string | number | boolean): InputValue {
  return { literal: JSON.stringify(json), json };
}
