import { getNamedType, isCompositeType, Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, GraphQLField, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { directiveName, linkedFeatures } from '../../supergraph/linked-features.ts';
import { readListSize, type ListSize } from './list-size.ts';

const COST = 'https://specs.apollo.dev/cost';

/** Something of a schema that may carry `@cost`. */
interface Described {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

/** What a supergraph says about the cost of its fields. */
export class CostModel {
  readonly schema: GraphQLSchema;
  /** What a list counts of which nothing is declared: ten, or one where the supergraph declares no list at all. */
  readonly undeclaredList: number;
  private readonly costDirective: string | undefined;
  private readonly listSizeDirective: string | undefined;
  private readonly listSizes = new Map<GraphQLField<unknown, unknown>, ListSize | undefined>();

  /** @param schema the supergraph's full schema, which says what `@cost` and `@listSize` are called in it */
  constructor(schema: GraphQLSchema) {
    const definitions = [schema.astNode, ...schema.extensionASTNodes].filter((node) => !!node);
    const features = linkedFeatures({ kind: Kind.DOCUMENT, definitions });
    this.schema = schema;
    this.costDirective = directiveName(COST, 'cost', features);
    this.listSizeDirective = directiveName(COST, 'listSize', features);
    this.undeclaredList = this.listSizeDirective !== undefined && schema.getDirective(this.listSizeDirective) ? 10 : 1;
  }

  /** Of one value of a field: its own weight, or that of its type; 1 for objects, 0 for scalars and enums. */
  weightOfField(field: GraphQLField<unknown, unknown>): number {
    return this.weight(field) ?? this.weightOfType(getNamedType(field.type));
  }

  /** Of an argument or a field of an input object, when it is given. */
  weightOfInput(input: Described, type: GraphQLNamedType): number {
    return this.weight(input) ?? this.weight(type) ?? 0;
  }

  listSize(field: GraphQLField<unknown, unknown>): ListSize | undefined {
    if (this.listSizes.has(field)) return this.listSizes.get(field);
    const directive = field.astNode?.directives?.find(({ name }) => name.value === this.listSizeDirective);
    const listSize = directive && readListSize(directive);
    this.listSizes.set(field, listSize);
    return listSize;
  }

  private weightOfType(type: GraphQLNamedType): number {
    return this.weight(type) ?? (isCompositeType(type) ? 1 : 0);
  }

  private weight({ astNode }: Described): number | undefined {
    const directive = astNode?.directives?.find(({ name }) => name.value === this.costDirective);
    const value = directive?.arguments?.find(({ name }) => name.value === 'weight')?.value;
    // A string in IBM's specification, an integer in Federation's.
    const weight = value && Number(valueFromASTUntyped(value));
    return weight !== undefined && Number.isFinite(weight) ? weight : undefined;
  }
}
