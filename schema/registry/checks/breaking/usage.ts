import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { UsageRow } from '../check.ts';

/** How much an element is used. */
export interface Use {
  /** Requests, of all clients. */
  requests: number;
  /** Those who use it, the most frequent first. */
  clients: readonly { name: string; requests: number }[];
}

/** Recorded usage, by coordinate. */
export class Usage {
  private readonly rows = new Map<string, Map<string, number>>();

  constructor(rows: readonly UsageRow[]) {
    for (const { coordinate, client, count } of rows) {
      const clients = this.rows.get(coordinate) ?? new Map<string, number>();
      this.rows.set(coordinate, clients.set(client, (clients.get(client) ?? 0) + count));
    }
  }

  /**
   * Of any of these elements. A request may have used several of them, so each client counts with the one it used most: never more than
   * there were, and never none where there was one.
   */
  of(coordinates: readonly string[]): Use {
    const clients = new Map<string, number>();
    for (const coordinate of coordinates) {
      for (const [client, count] of this.rows.get(coordinate) ?? []) {
        clients.set(client, Math.max(clients.get(client) ?? 0, count));
      }
    }
    const sorted = [...clients]
      .map(([name, requests]) => ({ name, requests }))
      .toSorted((a, b) => b.requests - a.requests);
    return { requests: sorted.reduce((sum, { requests }) => sum + requests, 0), clients: sorted };
  }
}

/**
 * Where a type shows in usage: its own fields, the fields and arguments that have it, and itself where it was used through a variable (what is in
 * variables is nobody's business and was not recorded).
 */
export function tracesOfType(schema: GraphQLSchema, typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!type) return [typeName];
  const own =
    isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  return [typeName, ...[...own, ...values].map((name) => `${typeName}.${name}`), ...placesOf(schema, typeName)];
}

function placesOf(schema: GraphQLSchema, typeName: string): string[] {
  const isIt = (type: Parameters<typeof getNamedType>[0]): boolean => getNamedType(type)?.name === typeName;
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).flatMap((field) =>
        isIt(field.type) ? [`${type.name}.${field.name}`] : [],
      );
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const coordinate = `${type.name}.${field.name}`;
      const args = field.args.filter((arg) => isIt(arg.type)).map(({ name }) => `${coordinate}(${name}:)`);
      return isIt(field.type) ? [coordinate, ...args] : args;
    });
  });
}
