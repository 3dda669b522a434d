import { isInterfaceType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLSchema } from 'graphql';

/** Marks a name that is ours instead of the client's. */
const PREFIX = '_r_';

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
 */
export class OperationNames {
  private readonly fieldNames = new Set<string>();
  private readonly withArguments = new Set<string>();

  constructor(supergraph: GraphQLSchema) {
    for (const type of Object.values(supergraph.getTypeMap())) {
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          this.fieldNames.add(field.name);
          if (field.args.length > 0) this.withArguments.add(field.name);
        }
      }
    }
  }

  /** The key under which a field's value is found in the data. */
  keyOf(field: FieldNode): string {
    const alias = field.alias?.value;
    if (field.name.value === '__typename') return '__typename';
    if (alias === undefined || alias === field.name.value) {
      return this.withArguments.has(field.name.value) ? PREFIX + field.name.value : field.name.value;
    }
    return this.fieldNames.has(alias) || RESERVED_KEYS.test(alias) || alias in Object.prototype
      ? PREFIX + alias
      : alias;
  }

  /** The client's name of a key in the data; undefined for a key that a planner made up. */
  clientKey(key: string): string | undefined {
    if (key.startsWith(PREFIX)) return key.slice(PREFIX.length);
    return RESERVED_KEYS.test(key) && !this.fieldNames.has(key) ? undefined : key;
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
