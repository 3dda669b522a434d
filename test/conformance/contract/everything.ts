import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A subgraph's SDL as a schema in which every selection of its own types can be written. */
export function readSdl(sdl: string): GraphQLSchema {
  return buildSchema(sdl.replace(/^extend schema[\s\S]*?\n\n/, ''), { assumeValid: true, assumeValidSDL: true });
}

/** Types with a resolvable `@key`, with the fields of their first key. */
export function entitiesOf(schema: GraphQLSchema): Map<string, string[]> {
  const entities = new Map<string, string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    const key = type.astNode?.directives?.find(({ name }) => name.value === 'key');
    if (!key) continue;
    const argument = (name: string) => key.arguments?.find((each) => each.name.value === name)?.value;
    const resolvable = argument('resolvable');
    if (resolvable?.kind === Kind.BOOLEAN && !resolvable.value) continue;
    const fields = argument('fields');
    if (fields?.kind === Kind.STRING) entities.set(type.name, fields.value.split(' '));
  }
  return entities;
}

const canBeAsked = (field: GraphQLField<unknown, unknown>) =>
  !field.args.some(isRequiredArgument) && !field.name.startsWith('_');

/** Everything that can be selected of a type down to a depth, without required arguments. */
export function everythingOf(type: GraphQLObjectType, schema: GraphQLSchema, depth: number): string {
  const parts = Object.values(type.getFields())
    .filter(canBeAsked)
    .flatMap((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return [field.name];
      if (depth === 0) return [];
      if (isObjectType(named)) return [`${field.name} ${everythingOf(named, schema, depth - 1)}`];
      if (!isAbstractType(named)) return [];
      const variants = schema
        .getPossibleTypes(named)
        .map((each) => `... on ${each.name} ${everythingOf(each, schema, depth - 1)}`);
      return [`${field.name} { __typename ${variants.join(' ')} }`];
    });
  return `{ ${['__typename', ...parts].join(' ')} }`;
}

/** Every object in an answer that is one of these entities, as a representation of its first key. */
export function representationsIn(
  value: unknown,
  entities: ReadonlyMap<string, readonly string[]>,
): Record<string, unknown>[] {
  const found = new Map<string, Record<string, unknown>>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!node || typeof node !== 'object') return;
    const object = node as Record<string, unknown>;
    const key = entities.get(String(object['__typename']));
    if (key && key.every((field) => object[field] !== undefined)) {
      const representation = Object.fromEntries([
        ['__typename', object['__typename']],
        ...key.map((field) => [field, object[field]] as const),
      ]);
      found.set(JSON.stringify(representation), representation);
    }
    Object.values(object).forEach(visit);
  };
  visit(value);
  return [...found.values()];
}
