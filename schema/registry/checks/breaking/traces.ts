import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Change } from '@graphql-inspector/core';
import { tracesOfType } from './usage.ts';

/** What a change is about: the element clients know, and where its use would show. */
export interface Affected {
  coordinate: string;
  /** Coordinates whose recorded use means that clients would notice; undefined where use leaves no trace. */
  traces: readonly string[] | undefined;
}

/** @param schema the API schema before the change */
export function affectedBy(change: Change, schema: GraphQLSchema): Affected {
  const [first = '', second, third] = (change.path ?? '').split('.');
  const type: string = change.type;
  // Use of directives is not recorded.
  if (first.startsWith('@') || type.startsWith('DIRECTIVE_')) return { coordinate: first, traces: undefined };
  if (type.startsWith('SCHEMA_')) return { coordinate: 'schema', traces: undefined };
  if (second === undefined) return { coordinate: first, traces: tracesOfType(schema, first) };
  const coordinate = `${first}.${second}`;
  if (type.startsWith('FIELD_ARGUMENT_'))
    return argument(change, schema, { coordinate, type: first, field: second, argument: third });
  if (type.startsWith('INPUT_FIELD_')) return inputField(change, schema, coordinate, first);
  // Answers hold values that were not asked for by name, and variables are not recorded.
  if (type.startsWith('ENUM_VALUE_')) return { coordinate, traces: tracesOfType(schema, first) };
  if (type.startsWith('UNION_MEMBER_')) return { coordinate, traces: tracesOfType(schema, first) };
  return { coordinate, traces: [coordinate, ...implementations(schema, first, second)] };
}

interface ArgumentPath {
  coordinate: string;
  type: string;
  field: string;
  argument: string | undefined;
}

function argument(
  change: Change,
  schema: GraphQLSchema,
  { coordinate, type, field, argument: name }: ArgumentPath,
): Affected {
  const at = `${coordinate}(${name ?? ''}:)`;
  const fields = [coordinate, ...implementations(schema, type, field)];
  // An argument that has to be given from now on concerns those who do not give it.
  const concernsAll = change.type === 'FIELD_ARGUMENT_ADDED' || change.type === 'FIELD_ARGUMENT_TYPE_CHANGED';
  return { coordinate: at, traces: concernsAll ? [...fields, at] : fields.map((each) => `${each}(${name ?? ''}:)`) };
}

function inputField(change: Change, schema: GraphQLSchema, coordinate: string, type: string): Affected {
  // The type stands for what came in variables.
  const traces = [coordinate, type];
  const concernsAll = change.type === 'INPUT_FIELD_ADDED' || change.type === 'INPUT_FIELD_TYPE_CHANGED';
  return { coordinate, traces: concernsAll ? tracesOfType(schema, type) : [...traces, ...holdersOf(schema, type)] };
}

/** Arguments that take the input type: where it was given in a variable of a larger type, only they are known. */
function holdersOf(schema: GraphQLSchema, inputType: string): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isInputObjectType(type) &&
    Object.values(type.getFields()).some((field) => getNamedType(field.type).name === inputType)
      ? [type.name]
      : [],
  );
}

/** A field of an interface is used through its types, and the other way round. */
function implementations(schema: GraphQLSchema, typeName: string, field: string): string[] {
  const type = schema.getType(typeName);
  if (isInterfaceType(type)) return schema.getPossibleTypes(type).map(({ name }) => `${name}.${field}`);
  if (!isObjectType(type)) return [];
  return type.getInterfaces().flatMap((each) => (field in each.getFields() ? [`${each.name}.${field}`] : []));
}
