import { isInterfaceType, isObjectType, visit } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { callText } from './requirements.ts';

/** Marks a name that is ours instead of the client's. */
const PREFIX = '_r_';
/** The same, with the number that tells several calls of one response name apart. */
const ANY_PREFIX = /^_r\d*_/;

/** Names that the planners and subgraphs use for themselves. */
const RESERVED_VARIABLES = /^(?:representations$|_|contextualArgument)/;
const RESERVED_KEYS = /^_|__/;

/**
 * The names under which a client's aliases and variables are known between planning and the response.
 *
 * A client may call a field by the name of another (`id: legacyId`), or ask for it with other arguments than a subgraph that
 * requires it (`price(currency: EUR)`), and so hide the value that the planner needs there. So an alias that equals a field name
 * of any type, or a name that planners make up, and every field that takes arguments is renamed before planning; the response
 * is written under the client's name.
 *
 * On different object types one response name may stand for different calls (`... on Law { rating(scale: 5) } ... on Notice {
 * rating(scale: 9) }`). Planners take them for one where a subgraph knows both types as one interface object, so each call of an
 * operation has a key of its own: see `of`.
 */
export class OperationNames {
  private readonly fields: FieldNames;
  /** By response name: its calls in one document, where there are several. */
  private readonly calls: ReadonlyMap<string, readonly string[]>;

  constructor(supergraph: GraphQLSchema | OperationNames, calls: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.fields = supergraph instanceof OperationNames ? supergraph.fields : readFieldNames(supergraph);
    this.calls = calls;
  }

  /** The names for the operations of one document, as the client wrote it. */
  of(document: DocumentNode): OperationNames {
    const calls = new Map<string, Set<string>>();
    visit(document, {
      Field(node) {
        const name = node.alias?.value ?? node.name.value;
        calls.set(name, (calls.get(name) ?? new Set()).add(callText(node)));
      },
    });
    const ambiguous = [...calls].filter(([, { size }]) => size > 1);
    if (ambiguous.length === 0) return this;
    return new OperationNames(this, new Map(ambiguous.map(([name, texts]) => [name, [...texts]])));
  }

  /** The key under which a field's value is found in the data. */
  keyOf(field: FieldNode): string {
    const own = field.name.value;
    const name = field.alias?.value ?? own;
    const takesArguments = this.fields.withArguments.has(own);
    if (own === '__typename' || (name === own && !takesArguments)) return own;
    const call = this.calls.get(name)?.indexOf(callText(field)) ?? 0;
    if (call > 0) return `_r${call}_${name}`;
    const isTaken = name === own || this.fields.names.has(name) || RESERVED_KEYS.test(name) || name in Object.prototype;
    return isTaken ? PREFIX + name : name;
  }

  /** The client's name of a key in the data; undefined for a key that a planner made up. */
  clientKey(key: string): string | undefined {
    const prefix = ANY_PREFIX.exec(key)?.[0];
    if (prefix !== undefined) return key.slice(prefix.length);
    return RESERVED_KEYS.test(key) && !this.fields.names.has(key) ? undefined : key;
  }

  /** The name of a client's variable in a plan. */
  variableInPlan(name: string): string {
    return RESERVED_VARIABLES.test(name) ? PREFIX + name : name;
  }

  /** The client's name of a variable in a plan. */
  clientVariable(name: string): string {
    return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  }
}

interface FieldNames {
  /** Of all types. */
  names: ReadonlySet<string>;
  /** Those that take arguments somewhere. */
  withArguments: ReadonlySet<string>;
}

function readFieldNames(supergraph: GraphQLSchema): FieldNames {
  const fields = Object.values(supergraph.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  return {
    names: new Set(fields.map(({ name }) => name)),
    withArguments: new Set(fields.filter(({ args }) => args.length > 0).map(({ name }) => name)),
  };
}
