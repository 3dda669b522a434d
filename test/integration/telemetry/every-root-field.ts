import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** What goes into a field that takes text, by its name. */
export type Plant = (field: string) => string;

/** One query or mutation for each root field of a schema, with something planted in every argument and every field of an input that takes text. */
export function everyRootField(schema: GraphQLSchema, plant: Plant): Operation[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {})
      .filter(({ args }) => args.length > 0)
      .map((field) => operationFor(kind, field, plant));
  });
}

function operationFor(kind: string, { name, args, type }: GraphQLField<unknown, unknown>, plant: Plant): Operation {
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selected = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
  return {
    query: `${kind} (${declared}) { ${name}(${given})${selected} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, valueOf(arg.type, arg.name, plant)])),
  };
}

function valueOf(type: GraphQLInputType, field: string, plant: Plant): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [valueOf(inner.ofType, field, plant)];
  if (isInputObjectType(inner)) {
    return Object.fromEntries(
      Object.values(inner.getFields()).map(({ name, type: of }) => [name, valueOf(of, name, plant)]),
    );
  }
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (inner.name === 'Boolean') return true;
  if (['Int', 'Float', 'Cents'].includes(inner.name)) return 1;
  if (inner.name === 'Date') return '2026-12-01';
  if (inner.name === 'DateTime') return '2026-12-01T08:00:00Z';
  return plant(field);
}
