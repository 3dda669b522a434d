import {
  getNullableType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Row } from './federated-graph.ts';

/** How one field misbehaves: its resolver throws; or the answer holds null, or a value of another type, unannounced. */
export type FieldFaultKind = 'throws' | 'null' | 'wrong-type';

/** A field that misbehaves for the rows whose id is in `half` of all ids (0, 1) or for all. */
export interface FieldFault {
  coordinate: string;
  kind: FieldFaultKind;
  half: 0 | 1 | 'all';
}

/** What goes wrong during one operation, the same for the subgraphs and for the oracle. */
export interface FaultPlan {
  /** Subgraphs that cannot be reached. */
  unavailable: readonly string[];
  /** Subgraphs that answer every request with errors alone. */
  refusing: readonly string[];
  /** Subgraphs whose lists of entities come back one short: nobody can tell which one is missing, so none can be trusted. */
  shortEntities: readonly string[];
  /** Subgraphs that know half of the entities they are asked for, and say null, without an error, for the others. */
  forgetful: readonly { subgraph: string; half: 0 | 1 }[];
  fields: readonly FieldFault[];
}

export const NO_FAULTS: FaultPlan = { unavailable: [], refusing: [], shortEntities: [], forgetful: [], fields: [] };

/** Passed as GraphQL context through a subgraph's execution: the plan, and the paths whose value is to be replaced afterwards. */
export interface FaultContext {
  subgraph: string;
  plan: FaultPlan;
  replacements: { path: readonly (string | number)[]; value: unknown }[];
}

/** Whether the subgraph does not remember this entity. */
export function isForgotten(plan: FaultPlan, subgraph: string, row: Row | null | undefined): boolean {
  return plan.forgetful.some((fault) => fault.subgraph === subgraph && hits(fault.half, row));
}

/** The fault that hits this field of this row, if any. An interface object's field is named by the interface. */
export function faultAt(
  plan: FaultPlan,
  type: GraphQLObjectType,
  field: string,
  row: Row | undefined,
): FieldFault | undefined {
  if (plan.fields.length === 0) return undefined;
  const coordinates = [type, ...type.getInterfaces()].map(({ name }) => `${name}.${field}`);
  return plan.fields.find((fault) => coordinates.includes(fault.coordinate) && hits(fault.half, row));
}

function hits(half: FieldFault['half'], row: Row | null | undefined): boolean {
  if (half === 'all') return true;
  const id = typeof row?.['id'] === 'string' ? row['id'] : '';
  let sum = 0;
  for (const letter of id) sum += letter.charCodeAt(0);
  return sum % 2 === half;
}

/** Wraps every resolver of a subgraph's schema so that the context's plan takes effect. Changes the schema in place. */
export function withFaults(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve;
      field.resolve = (source: Row, args, context: FaultContext | undefined, info) => {
        const fault = context && faultAt(context.plan, type, field.name, source);
        if (fault?.kind === 'throws') throw new GraphQLError('injected failure', { extensions: { code: 'INJECTED' } });
        if (fault) {
          const value = fault.kind === 'null' ? null : wrongValue(field.type);
          context.replacements.push({ path: pathOf(info), value });
        }
        return resolve ? resolve(source, args, context, info) : plain(source, info, args, context);
      };
    }
  }
  return schema;
}

/** graphql-js' own default: the property of that name, called if it is a function. */
export function plain(source: Row | undefined, info: GraphQLResolveInfo, args: unknown, context: unknown): unknown {
  const value = source?.[info.fieldName];
  return typeof value === 'function' ? value.call(source, args, context, info) : value;
}

/** The response path of a field. */
export function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: typeof info.path | undefined = info.path; at; at = at.prev) path.unshift(at.key);
  return path;
}

/** Puts null or nonsense into an answer where the plan wants it. */
export function replaceValues(data: Row | null | undefined, replacements: FaultContext['replacements']): void {
  for (const { path, value } of replacements) {
    let at: unknown = data;
    for (const key of path.slice(0, -1)) at = (at as Row | null | undefined)?.[key];
    const last = path.at(-1);
    if (at !== null && typeof at === 'object' && last !== undefined && last in at) {
      (at as Row)[last] = value;
    }
  }
}

/** A value that a position of this type cannot hold: an object where a leaf belongs, else a string. */
export function wrongValue(type: GraphQLOutputType): unknown {
  return isLeafType(getNullableType(type)) ? { unexpected: true } : 'neither object nor list';
}
