import { isAbstractType, isEnumType, isObjectType } from 'graphql';
import type { GraphQLAbstractType, GraphQLEnumType, GraphQLSchema } from 'graphql';

/**
 * What subgraphs may give and clients may not see: values of enums and types of objects that are `@inaccessible`. To a client they are
 * null. Nothing failed, so that is no error where null may be: a subgraph can have a new value before clients do.
 */
export class HiddenParts {
  private readonly supergraph: GraphQLSchema;
  private readonly visible: GraphQLSchema;

  constructor(supergraph: GraphQLSchema, apiSchema: GraphQLSchema) {
    this.supergraph = supergraph;
    this.visible = apiSchema;
  }

  /** The values of an enum of the API schema that it lacks there. */
  valuesOf({ name }: GraphQLEnumType): ReadonlySet<unknown> {
    const [all, visible] = [this.supergraph.getType(name), this.visible.getType(name)];
    if (!isEnumType(all) || !isEnumType(visible)) return new Set();
    return new Set(all.getValues().flatMap((value) => (visible.getValue(value.name) ? [] : [value.name])));
  }

  /** Whether it names a type that a position of the API schema may have, but that is not there for clients. */
  isHidden(typename: unknown, { name }: GraphQLAbstractType): boolean {
    if (typeof typename !== 'string' || this.visible.getType(typename)) return false;
    const [position, type] = [this.supergraph.getType(name), this.supergraph.getType(typename)];
    return isAbstractType(position) && isObjectType(type) && this.supergraph.isSubType(position, type);
  }
}
