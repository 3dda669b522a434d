import { getNamedType, GraphQLInt, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLField } from 'graphql';
import type { CostModel } from './cost/cost-model.ts';
import { slices, type ListSize } from './cost/list-size.ts';
import { shown, type Excess } from './excess.ts';
import type { Limits } from './limits.ts';
import type { VariableValues } from './variable-values.ts';

/** A field of a document that says how long a list gets. */
export interface PagedField {
  node: FieldNode;
  field: GraphQLField<unknown, unknown>;
  listSize: ListSize;
}

/** Arguments that set the length of a list by their name (Relay's connections), whether or not `@listSize` says so. */
const PAGE_ARGUMENTS = ['first', 'last'];

/** The fields of a valid document whose arguments set the length of a list. */
export function pagedFields(document: DocumentNode, model: CostModel): PagedField[] {
  const found: PagedField[] = [];
  const types = new TypeInfo(model.schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const field = types.getFieldDef();
        const listSize = field && listSizeOf(field, model);
        if (field && listSize && listSize.slicingArguments.length > 0) found.push({ node, field, listSize });
      },
    }),
  );
  return found;
}

function listSizeOf(field: GraphQLField<unknown, unknown>, model: CostModel): ListSize {
  const declared = model.listSize(field);
  const byName = field.args
    .filter(({ name, type }) => PAGE_ARGUMENTS.includes(name) && getNamedType(type) === GraphQLInt)
    .map(({ name }) => name);
  return {
    assumedSize: declared?.assumedSize,
    sizedFields: declared?.sizedFields ?? [],
    slicingArguments: [...new Set([...(declared?.slicingArguments ?? []), ...byName])],
    requireOneSlicingArgument: (declared?.slicingArguments.length ?? 0) > 0 && declared!.requireOneSlicingArgument,
  };
}

/** Whether variables decide about the length. */
export function isVariable({ node, listSize }: PagedField): boolean {
  return (node.arguments ?? []).some(
    ({ name, value }) => listSize.slicingArguments.includes(name.value) && value.kind === Kind.VARIABLE,
  );
}

/** Lengths of lists, also where a variable says them: one long list is as expensive as many requests. */
export function pageSize(
  paged: readonly PagedField[],
  variables: VariableValues,
  { pageSize: allowed }: Limits,
): Excess | undefined {
  for (const { node, field, listSize } of paged) {
    const sizes = slices(listSize, field, node.arguments, variables);
    const names = listSize.slicingArguments.join(', ');
    if (listSize.requireOneSlicingArgument && sizes.length !== 1) {
      const message = `The field ${field.name} expects exactly one of its arguments ${names}, but got ${sizes.length}. Say how long the list may get.`;
      return { limit: 'pageSize', allowed, message };
    }
    const actual = Math.max(0, ...sizes);
    if (actual > allowed) {
      const message = `The field ${field.name} is asked for ${shown(actual)} entries at once (${names}), ${shown(allowed)} are allowed. Read it page by page with after.`;
      return { limit: 'pageSize', allowed, actual, message };
    }
  }
  return undefined;
}
