import { getNamedType, GraphQLID, Kind, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  StringValueNode,
} from 'graphql';
import { PlanSelections } from './plan-selections.ts';
import type { PlanSelectionsContext } from './plan-selections.ts';

/** One operation of a document, split into what is planned and what the gateway answers from its own schema. */
export interface PreparedOperation {
  /** What goes to the planner; undefined when no subgraph has to be asked. */
  planText: string | undefined;
  /** Only the `__schema` and `__type` fields of the operation. */
  introspection: DocumentNode | undefined;
}

const INTROSPECTION = new Set(['__schema', '__type']);

/**
 * Prepares a valid operation for planning: it is written out in the plainest form, and introspection is taken out.
 * @throws TooManySelectionsError
 */
export function prepareOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  context: PlanSelectionsContext,
): PreparedOperation {
  const rootType = context.apiSchema.getRootType(operation.operation);
  if (!rootType)
    throw new Error(`Expected a root type for a ${operation.operation}; validation should have seen to it.`);
  const fragments = fragmentsOf(document);
  const planned = new PlanSelections(fragments, context).ofRoot(rootType, operation.selectionSet);
  const introspected = introspectionFields(operation.selectionSet, fragments);
  return {
    planText: planned && planText({ ...operation, name: undefined, selectionSet: planned }, context),
    introspection: introspected && {
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: introspected }, ...fragments.values()],
    },
  };
}

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/** Digits that fit into 64 bits, whatever they are. */
const SAFE_DIGITS = 18;

/**
 * The native planner reads whole numbers into 64 bits and refuses longer ones. An identifier may be written as a number of any length, and is
 * the same as text.
 */
function planText(operation: OperationDefinitionNode, { names, apiSchema }: PlanSelectionsContext): string {
  const types = new TypeInfo(apiSchema);
  const written: OperationDefinitionNode = visit(
    operation,
    visitWithTypeInfo(types, {
      Variable(variable) {
        return { ...variable, name: { kind: Kind.NAME as const, value: names.variableInPlan(variable.name.value) } };
      },
      IntValue({ value }): StringValueNode | undefined {
        const isIdentifier = getNamedType(types.getInputType()) === GraphQLID;
        return isIdentifier && value.length > SAFE_DIGITS ? { kind: Kind.STRING, value } : undefined;
      },
    }),
  );
  return print(written);
}

function introspectionFields(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode | undefined {
  const pick = (selection: SelectionNode): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
    const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const picked = content && introspectionFields(content.selectionSet, fragments);
    return picked ? [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives, selectionSet: picked }] : [];
  };
  const selections = selectionSet.selections.flatMap(pick);
  return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
}

function isIntrospection(field: FieldNode): boolean {
  return INTROSPECTION.has(field.name.value);
}
