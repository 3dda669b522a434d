import { getNamedType, isAbstractType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import type { GraphQLInterfaceType, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Supergraph } from '../../supergraph/supergraph.ts';
import { allOf, type Requirement } from './requirement.ts';
import { SecurityDirectives } from './security-directives.ts';

/** A type with fields. */
type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/**
 * What each field and each object type of a supergraph asks of a caller.
 *
 * Composition writes on an interface what all its implementing types ask for together. Here a field is judged by the type that the object
 * really has, so what is only that sum is left out; what an interface asks for beyond it counts for each implementing type.
 */
export class GraphRequirements {
  /** What clients see: operations are read with it. */
  readonly apiSchema: GraphQLSchema;
  private readonly schema: GraphQLSchema;
  private readonly directives: SecurityDirectives;
  private readonly fields = new Map<string, Requirement | undefined>();
  private readonly objects = new Map<string, Requirement | undefined>();

  /** @throws InvalidSupergraphError when it asks for what cannot be enforced */
  constructor({ schema, apiSchema }: Pick<Supergraph, 'schema' | 'apiSchema'>) {
    this.schema = schema;
    this.apiSchema = apiSchema;
    this.directives = new SecurityDirectives(schema);
    for (const type of Object.values(schema.getTypeMap())) {
      if (isObjectType(type)) this.objects.set(type.name, this.readObject(type));
    }
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const name of Object.keys(type.getFields()))
        this.fields.set(`${type.name}.${name}`, this.readField(type, name));
    }
  }

  /** For a field of an object type, or of an interface where that alone is looked at. */
  ofField(type: string, field: string): Requirement | undefined {
    return this.fields.get(`${type}.${field}`);
  }

  /** For an object of this type, wherever it is met. */
  ofObject(type: string): Requirement | undefined {
    return this.objects.get(type);
  }

  /** The object types that may stand where this type is expected. */
  possibleTypes(name: string): readonly GraphQLObjectType[] {
    const type = this.apiSchema.getType(name);
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.apiSchema.getPossibleTypes(type) : [];
  }

  isInterface(name: string): boolean {
    return isInterfaceType(this.apiSchema.getType(name));
  }

  /** The object types that a field may give, where it gives objects of an abstract type. */
  valuesOf(type: string, field: string): readonly GraphQLObjectType[] {
    const parent = this.apiSchema.getType(type);
    const found = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field] : undefined;
    const value = found && getNamedType(found.type);
    return isAbstractType(value) ? this.apiSchema.getPossibleTypes(value) : [];
  }

  private readObject(type: GraphQLObjectType): Requirement | undefined {
    return allOf([this.directives.on(type), ...type.getInterfaces().map((parent) => this.beyondItsTypes(parent))]);
  }

  private readField(type: FieldsType, name: string): Requirement | undefined {
    const field = type.getFields()[name];
    if (!field) return undefined;
    const isRoot = [this.schema.getQueryType(), this.schema.getMutationType(), this.schema.getSubscriptionType()].some(
      (root) => root === type,
    );
    return allOf([
      isRoot ? this.ofObject(type.name) : undefined,
      isObjectType(type) ? this.directives.on(field) : this.beyondItsTypes(type, name),
      ...type.getInterfaces().map((parent) => this.beyondItsTypes(parent, name)),
      this.ofReturned(getNamedType(field.type)),
    ]);
  }

  private ofReturned(type: GraphQLNamedType): Requirement | undefined {
    if (isObjectType(type)) return this.ofObject(type.name);
    if (isInterfaceType(type)) return this.beyondItsTypes(type);
    return isUnionType(type) ? undefined : this.directives.on(type);
  }

  /** What an interface, or a field of it, asks for when that is not simply what its types ask for together. */
  private beyondItsTypes(type: GraphQLInterfaceType, name?: string): Requirement | undefined {
    const of = (one: FieldsType): Requirement | undefined => {
      const field = name === undefined ? one : one.getFields()[name];
      return field && this.directives.on(field);
    };
    const own = of(type);
    if (!own) return undefined;
    const together = allOf(this.schema.getPossibleTypes(type).map(of));
    return own.key === together?.key ? undefined : own;
  }
}
