import { isAbstractType, isInterfaceType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/**
 * Which `__typename`s satisfy a type condition, by the supergraph's schema. A `__typename` in the data can be an interface's
 * name, where a subgraph knows the interface only as an interface object.
 */
export class TypeConditions {
  private readonly schema: GraphQLSchema;
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(supergraph: GraphQLSchema) {
    this.schema = supergraph;
  }

  isKnown(typename: string): boolean {
    return this.schema.getType(typename) !== undefined;
  }

  isAbstract(typename: unknown): boolean {
    return typeof typename === 'string' && isAbstractType(this.schema.getType(typename));
  }

  /** Every `__typename` that satisfies the condition. */
  satisfying(condition: string): ReadonlySet<string> {
    const known = this.known.get(condition);
    if (known) return known;
    const names = new Set([condition]);
    const type = this.schema.getType(condition);
    if (isAbstractType(type)) {
      for (const possible of this.schema.getPossibleTypes(type)) names.add(possible.name);
    }
    if (isInterfaceType(type)) {
      for (const { name } of this.schema.getImplementations(type).interfaces) names.add(name);
    }
    this.known.set(condition, names);
    return names;
  }

  /** Every `__typename` that satisfies one of the conditions. */
  satisfyingAny(conditions: readonly string[]): ReadonlySet<string> {
    return new Set(conditions.flatMap((condition) => [...this.satisfying(condition)]));
  }
}
