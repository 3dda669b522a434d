import { getNamedType, isInputObjectType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLArgument, GraphQLInputType } from 'graphql';
import type { CostModel } from './cost-model.ts';

/** The variables of a valid document on whose values its cost depends: lengths of lists, weighted input, conditions. */
export function costVariables(document: DocumentNode, model: CostModel): string[] {
  const names = new Set<string>();
  const types = new TypeInfo(model.schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Directive: (node) => addVariables(node, names),
      Field({ arguments: given }) {
        const field = types.getFieldDef();
        const slicing = (field && model.listSize(field)?.slicingArguments) ?? [];
        for (const argument of given ?? []) {
          const definition = field?.args.find(({ name }) => name === argument.name.value);
          const counts = slicing.includes(argument.name.value) || (definition && hasWeight(definition, model));
          if (counts) addVariables(argument, names);
        }
      },
    }),
  );
  return [...names];
}

function addVariables(within: ASTNode, names: Set<string>): void {
  visit(within, { [Kind.VARIABLE]: ({ name }: { name: { value: string } }) => void names.add(name.value) });
}

function hasWeight(argument: GraphQLArgument, model: CostModel): boolean {
  return model.weightOfInput(argument, getNamedType(argument.type)) !== 0 || containsWeight(argument.type, model);
}

function containsWeight(type: GraphQLInputType, model: CostModel, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some(
    (field) => model.weightOfInput(field, getNamedType(field.type)) !== 0 || containsWeight(field.type, model, seen),
  );
}
