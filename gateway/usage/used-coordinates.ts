import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  separateOperations,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DocumentNode, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode } from 'graphql';

/**
 * Elements of the API that an operation uses, by their coordinates: fields (`Citizen.name`), arguments that are given (`Query.offices(first:)`), and of
 * what is written out in it fields of input types and values of enums. What comes in variables is never looked at: there, the types that
 * they can be made of stand for all their fields and values.
 */
export function usedCoordinates(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const used = new Set<string>();
  const types = new TypeInfo(schema);
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  visit(
    own,
    visitWithTypeInfo(types, {
      Field() {
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (parent && field && !field.name.startsWith('__') && !parent.name.startsWith('__')) {
          used.add(`${parent.name}.${field.name}`);
        }
      },
      Argument(node) {
        const [parent, field, argument] = [types.getParentType(), types.getFieldDef(), types.getArgument()];
        // Arguments of directives have no field that declares them.
        if (!parent || !field?.args.some((declared) => declared === argument)) return;
        if (!field.name.startsWith('__')) used.add(`${parent.name}.${field.name}(${node.name.value}:)`);
      },
      ObjectField(node) {
        const input = getNamedType(types.getParentInputType());
        if (isInputObjectType(input)) used.add(`${input.name}.${node.name.value}`);
      },
      EnumValue(node) {
        const type = getNamedType(types.getInputType());
        if (isEnumType(type)) used.add(`${type.name}.${node.value}`);
      },
    }),
  );
  for (const { type } of operation.variableDefinitions ?? []) {
    const variable = typeFromAST(schema, type);
    if (variable && isInputType(variable)) addTypesWithin(getNamedType(variable), used);
  }
  return [...used];
}

function addTypesWithin(type: GraphQLNamedType, used: Set<string>): void {
  if (used.has(type.name) || !(isEnumType(type) || isInputObjectType(type))) return;
  used.add(type.name);
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) addTypesWithin(getNamedType(field.type), used);
  }
}
