import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
} from 'graphql';
import type {
  DirectiveNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLSchema,
  NamedTypeNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { SelectionConditions } from './selection-conditions.ts';
import type { OperationNames } from './operation-names.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The operation would be too large for a planner once it is written out. */
export class TooManySelectionsError extends Error {
  override readonly name = 'TooManySelectionsError';
}

/** What writing out an operation needs to know. */
export interface PlanSelectionsContext {
  apiSchema: GraphQLSchema;
  names: OperationNames;
  /** How many fields may come out. */
  expandedSelections: number;
  /** Variables of `@include` and `@skip` that are planned for one value. */
  known: ReadonlyMap<string, boolean>;
}

/** Part of an operation with a type condition or without. */
interface FragmentContent {
  readonly typeCondition?: NamedTypeNode | undefined;
  readonly selectionSet: SelectionSetNode;
}

/**
 * A client's selections in the plainest form there is, since planners differ in what else they get right: fields, and
 * `... on T` for object types T of an abstract position. Other fragments are written out, conditions of fragments move to
 * their fields, aliases are renamed, and what is excluded for good is gone.
 */
export class PlanSelections {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly schema: GraphQLSchema;
  private readonly names: OperationNames;
  private readonly unconditional: SelectionConditions;
  private left: number;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, context: PlanSelectionsContext) {
    this.fragments = fragments;
    this.schema = context.apiSchema;
    this.names = context.names;
    this.unconditional = SelectionConditions.none(context.known);
    this.left = context.expandedSelections;
  }

  /**
   * The selections of a root type without its meta fields; undefined when nothing is left.
   * @throws TooManySelectionsError
   */
  ofRoot(type: GraphQLObjectType, selectionSet: SelectionSetNode): SelectionSetNode | undefined {
    const selections = this.within(type, selectionSet, this.unconditional).filter(
      (selection) => selection.kind !== Kind.FIELD || !selection.name.value.startsWith('__'),
    );
    return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
  }

  /** What a selection set asks of a position of this type. */
  private within(
    type: GraphQLCompositeType,
    selectionSet: SelectionSetNode,
    outer: SelectionConditions,
  ): SelectionNode[] {
    const seen = new Set<string>();
    return selectionSet.selections.flatMap((selection) => {
      if (isRepeated(selection, seen)) return [];
      const conditions = outer.and(selection.directives);
      if (!conditions) return [];
      if (selection.kind === Kind.FIELD) return this.field(type, selection, conditions);
      const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
      return content ? this.fragment(type, content, conditions) : [];
    });
  }

  private fragment(
    type: GraphQLCompositeType,
    { typeCondition, selectionSet }: FragmentContent,
    conditions: SelectionConditions,
  ): SelectionNode[] {
    const condition = typeCondition && this.schema.getType(typeCondition.name.value);
    if (!isCompositeType(condition) || condition === type) return this.within(type, selectionSet, conditions);
    if (isObjectType(type)) return this.covers(condition, type) ? this.within(type, selectionSet, conditions) : [];
    if (this.fits(type, condition, selectionSet)) return this.within(type, selectionSet, conditions);
    return this.schema
      .getPossibleTypes(type)
      .filter((possible) => possible === condition || this.covers(condition, possible))
      .flatMap((possible) => onType(possible, this.within(possible, selectionSet, conditions)));
  }

  private covers(condition: GraphQLCompositeType, type: GraphQLObjectType): boolean {
    return condition === type || (isAbstractType(condition) && this.schema.isSubType(condition, type));
  }

  /** Whether every object of the position satisfies the condition, and the position has the fields that are selected there. */
  private fits(type: GraphQLCompositeType, condition: GraphQLCompositeType, selectionSet: SelectionSetNode): boolean {
    if (!isInterfaceType(type) || !isAbstractType(condition)) return false;
    const fields = type.getFields();
    return (
      this.schema.getPossibleTypes(type).every((possible) => this.covers(condition, possible)) &&
      fieldsWithin(selectionSet).every(({ name }) => name.value === '__typename' || name.value in fields)
    );
  }

  private field(type: GraphQLCompositeType, field: FieldNode, conditions: SelectionConditions): SelectionNode[] {
    this.left -= 1;
    if (this.left < 0) throw new TooManySelectionsError();
    const name = field.name.value;
    if (name === '__typename') return conditions.applyTo(TYPENAME);
    const key = this.names.keyOf(field);
    const alias = key === name ? undefined : { kind: Kind.NAME as const, value: key };
    const own: FieldNode = { ...field, alias, directives: otherDirectives(field.directives) };
    const inner = field.selectionSet && this.inner(type, field, field.selectionSet);
    return conditions.applyTo({ ...own, selectionSet: inner });
  }

  private inner(type: GraphQLCompositeType, field: FieldNode, selectionSet: SelectionSetNode): SelectionSetNode {
    const definition = 'getFields' in type ? type.getFields()[field.name.value] : undefined;
    const innerType = definition && getNamedType(definition.type);
    const found = isCompositeType(innerType) ? this.within(innerType, selectionSet, this.unconditional) : [];
    const needsTypename = isUnionType(innerType) || !found.some(isUnconditionalField);
    return { kind: Kind.SELECTION_SET, selections: needsTypename ? [TYPENAME, ...found] : found };
  }
}

/** Planners drop a field when all that it selects is switched off; the client still gets its `{}`. */
function isUnconditionalField(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && !selection.directives?.length;
}

/** The fields that a selection set asks of its own type: those in fragments without a type condition are among them. */
function fieldsWithin({ selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const isOfSameType = selection.kind === Kind.INLINE_FRAGMENT && !selection.typeCondition;
    return isOfSameType ? fieldsWithin(selection.selectionSet) : [];
  });
}

function onType(type: GraphQLObjectType, selections: SelectionNode[]): SelectionNode[] {
  if (selections.length === 0) return [];
  const typeCondition = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: type.name } };
  return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
}

function otherDirectives(directives: readonly DirectiveNode[] | undefined): DirectiveNode[] | undefined {
  return directives?.filter(({ name }) => name.value !== 'include' && name.value !== 'skip');
}

/** Whether a bare leaf or spread stands in the same selection set before: a thousand times `id` is one `id` to plan. */
function isRepeated(selection: SelectionNode, seen: Set<string>): boolean {
  if (selection.kind === Kind.INLINE_FRAGMENT || (selection.directives?.length ?? 0) > 0) return false;
  const isField = selection.kind === Kind.FIELD;
  if (isField && (selection.selectionSet || (selection.arguments?.length ?? 0) > 0)) return false;
  const before = seen.size;
  const name = isField ? `${selection.alias?.value ?? ''}:${selection.name.value}` : `...${selection.name.value}`;
  return seen.add(name).size === before;
}
