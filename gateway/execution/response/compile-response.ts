import {
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  TypeNameMetaFieldDef,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Denial, Denials } from '../../auth/authorization/access.ts';
import { fragmentsOf } from '../../planning/prepare-operation.ts';
import type { OperationNames } from '../../planning/operation-names.ts';
import type { DataObject } from '../field-failure.ts';
import { collectFields, innerSources } from './collect-fields.ts';
import type { FieldSlot, Source } from './collect-fields.ts';
import type { Completion, Position, Writer } from './completion.ts';
import { allOfUnless } from './conditions.ts';
import type { HiddenParts } from './hidden-parts.ts';
import { compileLeaf } from './write-leaf.ts';
import { compileObject } from './write-object.ts';
import type { FieldWriter, ObjectWriter } from './write-object.ts';
import { listWriter, objectValueWriter } from './write-value.ts';

/** What compiling a response needs to know. */
export interface ResponseContext {
  apiSchema: GraphQLSchema;
  names: OperationNames;
  hidden: HiddenParts;
  /** What the caller does not get; undefined when all is allowed. */
  denials: Denials | undefined;
}

/** Compiles the shape of an operation's response: the writer takes the merged data and gives the JSON text of `data`. */
export function compileResponse(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  context: ResponseContext,
): ObjectWriter {
  const rootType = context.apiSchema.getRootType(operation.operation);
  if (!rootType)
    throw new Error(`Expected a root type for a ${operation.operation}; validation should have seen to it.`);
  const compiler = new ResponseCompiler(fragmentsOf(document), context);
  return compiler.object(rootType, [{ selectionSet: operation.selectionSet, when: [] }], 0);
}

class ResponseCompiler {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly schema: GraphQLSchema;
  private readonly names: OperationNames;
  private readonly hidden: HiddenParts;
  private readonly denials: Denials | undefined;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, context: ResponseContext) {
    this.fragments = fragments;
    this.schema = context.apiSchema;
    this.names = context.names;
    this.hidden = context.hidden;
    this.denials = context.denials;
  }

  object(type: GraphQLObjectType | GraphQLAbstractType, sources: readonly Source[], depth: number): ObjectWriter {
    const slots = collectFields(sources, this.fragments, (condition) => this.applies(condition, type));
    const writers = new Map<string, FieldWriter>();
    const fields = slots.map((slot): FieldWriter => {
      const writer = writers.get(slot.name) ?? this.field(type, slot, depth);
      writers.set(slot.name, writer);
      return { ...writer, when: allOfUnless(slot.when, slot.unless) };
    });
    return compileObject(fields, depth);
  }

  private field(
    type: GraphQLObjectType | GraphQLAbstractType,
    { name, occurrences }: FieldSlot,
    depth: number,
  ): FieldWriter {
    const [first] = occurrences;
    if (!first) throw new Error(`Expected ${name} to be selected somewhere.`);
    const when = undefined;
    const key = this.names.keyOf(first.node);
    const fieldName = first.node.name.value;
    if (fieldName === '__typename' && isObjectType(type)) {
      const text = JSON.stringify(type.name);
      return { key, name, when, write: () => text };
    }
    if (fieldName === '__schema' || fieldName === '__type') {
      return { key: introspectionKey(name), name, when, write: (value) => JSON.stringify(value ?? null) };
    }
    const label = `${type.name}.${fieldName}`;
    const output = fieldType(type, fieldName);
    // Only the object's own type has the field, and its subgraph did not tell that.
    if (!output) return { key, name, when, write: missing({ depth: depth + 1, nonNull: false, label }) };
    const denial = this.denials?.field(type.name, fieldName);
    const write = denial
      ? refusing(denial, { depth: depth + 1, nonNull: isNonNullType(output), label })
      : this.value(output, innerSources(occurrences), depth + 1, label);
    return { key, name, when, write };
  }

  private value(type: GraphQLOutputType, sources: readonly Source[], depth: number, label: string): Writer {
    const position: Position = { depth, nonNull: isNonNullType(type), label };
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner)) return listWriter(this.value(inner.ofType, sources, depth + 1, label), position);
    if (isLeafType(inner)) return compileLeaf(inner, position, this.hidden);
    if (isAbstractType(inner)) return this.abstract(inner, sources, position);
    return objectValueWriter(this.object(inner, sources, depth), position);
  }

  private abstract(type: GraphQLAbstractType, sources: readonly Source[], position: Position): Writer {
    const writers = new Map<unknown, ObjectWriter>();
    const compile = (typename: unknown): ObjectWriter => {
      const runtime = this.runtimeType(type, typename);
      const denial = isObjectType(runtime) ? this.denials?.object(runtime.name) : undefined;
      const writer: ObjectWriter = runtime
        ? denial
          ? refusing(denial, position)
          : this.object(runtime, sources, position.depth)
        : this.hidden.isHidden(typename, type)
          ? (_, completion) => completion.absent(null, position)
          : (_, completion) => completion.fail(`${position.label} has a value that is no ${type.name}.`, position);
      if (runtime) writers.set(typename, writer);
      return writer;
    };
    return objectValueWriter((object: DataObject, completion) => {
      const typename = object['__typename'];
      return (writers.get(typename) ?? compile(typename))(object, completion);
    }, position);
  }

  /** Without `__typename`, or with the name of an interface, only what is selected on the interface itself applies. */
  private runtimeType(
    type: GraphQLAbstractType,
    typename: unknown,
  ): GraphQLObjectType | GraphQLAbstractType | undefined {
    if (typeof typename !== 'string' || typename === type.name) return type;
    const runtime = this.schema.getType(typename);
    if (isObjectType(runtime)) return this.schema.isSubType(type, runtime) ? runtime : undefined;
    return isInterfaceType(runtime) ? this.interfaceAt(type, runtime) : undefined;
  }

  private interfaceAt(type: GraphQLAbstractType, runtime: GraphQLInterfaceType): GraphQLAbstractType {
    return this.schema.isSubType(type, runtime) ? runtime : type;
  }

  /** Whether every object of the type satisfies the condition: all there is to go by where the object's own type is not known. */
  private applies(condition: string, type: GraphQLObjectType | GraphQLAbstractType): boolean {
    if (condition === type.name) return true;
    const conditionType = this.schema.getType(condition);
    const objects = isObjectType(type) ? [type] : this.schema.getPossibleTypes(type);
    return objects.every((object) => {
      return isAbstractType(conditionType) ? this.schema.isSubType(conditionType, object) : object === conditionType;
    });
  }
}

/** Writes what the caller does not get, whatever the value is. */
function refusing(denial: Denial, position: Position): (value: unknown, completion: Completion) => string | undefined {
  return (_, completion) => completion.refuse(denial, position);
}

function missing(position: Position): Writer {
  return (_, completion) => completion.absent(undefined, position);
}

/** Undefined for a field that an abstract type does not have, though each of its object types does. */
function fieldType(type: GraphQLObjectType | GraphQLAbstractType, name: string): GraphQLOutputType | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef.type;
  const field = isUnionType(type) ? undefined : type.getFields()[name];
  if (!field && isObjectType(type))
    throw new Error(`Expected ${type.name} to have a field ${name}; validation should have seen to it.`);
  return field?.type;
}

/** Where the answer to an introspection field waits in the data: no subgraph can write there. */
export function introspectionKey(name: string): string {
  return `__introspection:${name}`;
}
