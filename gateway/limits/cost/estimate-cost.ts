import { getNamedType, getNullableType, isAbstractType, isListType, isObjectType, OperationTypeNode } from 'graphql';
import type {
  FieldNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { DocumentShape } from '../document-shape.ts';
import type { VariableValues } from '../variable-values.ts';
import { collectFields } from './collect-fields.ts';
import type { CostModel } from './cost-model.ts';
import { inputCost } from './input-cost.ts';
import { slices } from './list-size.ts';

/** What a mutation costs by itself: it writes, and its work is not shared with others. */
const MUTATION = 10;

/**
 * The most that an operation may cost: weights of its fields and arguments, times the lengths of the lists they are in; for an abstract
 * type, its most expensive object type. Introspection costs nothing here, it has its own limit.
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 */
export function estimateCost(
  operation: OperationDefinitionNode,
  { fragments }: DocumentShape,
  variables: VariableValues,
  model: CostModel,
): number {
  const rootType = model.schema.getRootType(operation.operation);
  if (!rootType) return 0;
  const estimate = new Estimate(model, fragments, variables);
  const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION : 0;
  return base + estimate.ofObject(rootType, [operation], noSizes);
}

/** Lengths of the lists in an object that the field above has said, by field: `edges`. */
type Sizes = ReadonlyMap<string, number>;
const noSizes: Sizes = new Map();

/** A field or an operation. */
interface Selecting {
  readonly selectionSet?: SelectionSetNode | undefined;
}

class Estimate {
  private readonly model: CostModel;
  private readonly fragments: DocumentShape['fragments'];
  private readonly variables: VariableValues;
  private readonly known = new Map<string, number>();
  private readonly numbers = new Map<object, number>();

  constructor(model: CostModel, fragments: DocumentShape['fragments'], variables: VariableValues) {
    this.model = model;
    this.fragments = fragments;
    this.variables = variables;
  }

  ofObject(type: GraphQLObjectType, places: readonly Selecting[], sizes: Sizes): number {
    const key = `${type.name} ${places.map((place) => this.numberOf(place)).join()} ${[...sizes].join()}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { fragments, variables } = this;
    const selectionSets = places.flatMap(({ selectionSet }) => selectionSet ?? []);
    const collected = collectFields(type, selectionSets, { schema: this.model.schema, fragments, variables });
    let total = 0;
    for (const nodes of collected.values()) total += this.ofField(type, nodes, sizes);
    this.known.set(key, total);
    return total;
  }

  private ofField(type: GraphQLObjectType, nodes: readonly FieldNode[], sizes: Sizes): number {
    const [first] = nodes;
    const field = first && type.getFields()[first.name.value];
    if (!field) return 0;
    const { length, inner } = this.sizes(field, first, sizes);
    const each = this.model.weightOfField(field) + this.ofValue(getNamedType(field.type), nodes, inner);
    return length * each + inputCost(this.model, field, first.arguments, this.variables);
  }

  private ofValue(type: GraphQLNamedType, places: readonly FieldNode[], sizes: Sizes): number {
    if (isObjectType(type)) return this.ofObject(type, places, sizes);
    if (!isAbstractType(type)) return 0;
    const possible = this.model.schema.getPossibleTypes(type);
    return Math.max(0, ...possible.map((one) => this.ofObject(one, places, sizes)));
  }

  /** How many values the field has, and what it says about lists inside them. */
  private sizes(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    outer: Sizes,
  ): { length: number; inner: Sizes } {
    const listSize = this.model.listSize(field);
    const said = listSize && slices(listSize, field, node.arguments, this.variables);
    const own = said && said.length > 0 ? Math.max(0, ...said) : listSize?.assumedSize;
    const sized = own === undefined ? [] : (listSize?.sizedFields ?? []).map((name) => [name, own] as const);
    const isSizedHere = listSize && listSize.sizedFields.length === 0 ? own : undefined;
    const { undeclaredList } = this.model;
    const nesting = listNesting(field.type);
    const length = (outer.get(field.name) ?? isSizedHere ?? undeclaredList) * undeclaredList ** (nesting - 1);
    return { length: nesting === 0 ? 1 : length, inner: sized.length > 0 ? new Map(sized) : noSizes };
  }

  private numberOf(place: object): number {
    const number = this.numbers.get(place) ?? this.numbers.size;
    this.numbers.set(place, number);
    return number;
  }
}

function listNesting(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listNesting(nullable.ofType) : 0;
}
