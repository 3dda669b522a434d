import { getNamedType, isCompositeType, Kind, parse } from 'graphql';
import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import { FetchedFields } from './fetched-fields.ts';
import { both } from './known-types.ts';
import type { KnownTypes, Types } from './known-types.ts';
import type { Plan } from './plan.ts';

/** Nobody fetches a field for objects of some type, though others get it. */
export class IncompletePlanError extends Error {
  override readonly name = 'IncompletePlanError';
  /** For when nobody has a better one: what it leaves out is told as an error where the response is written. */
  readonly plan: Plan;

  constructor(message: string, plan: Plan) {
    super(message);
    this.plan = plan;
  }
}

/**
 * Refuses a plan in which a field is fetched for objects of some types and not for others for which the operation asks it too, be it
 * that the fetch does not concern them, be it that a field of their representation is not fetched; or in which a subgraph is asked for
 * objects of a type that it does not know.
 * Planners leave out fields only where a subgraph knows an interface as one type: other supergraphs are spared the work.
 * @param operation in the form that planners get
 * @throws IncompletePlanError
 */
export function verifyComplete(plan: Plan, operation: string, known: KnownTypes): void {
  if (!known.hasInterfaceObjects) return;
  const fetched = new FetchedFields(plan, known);
  for (const definition of parse(operation, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const type = known.schema.getRootType(definition.operation);
    const missing = type && missingFrom(fetched, definition.selectionSet, { base: '', type, types: undefined });
    if (missing !== undefined) throw new IncompletePlanError(`The plan does not fetch ${missing}.`, plan);
    if (fetched.stranger !== undefined) throw new IncompletePlanError(`The plan asks ${fetched.stranger}.`, plan);
  }
}

interface Position {
  base: string;
  type: GraphQLCompositeType;
  /** What an object there may be. */
  types: Types;
}

function missingFrom(fetched: FetchedFields, selectionSet: SelectionSetNode, position: Position): string | undefined {
  const { base, type, types } = position;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet?.selections.length === 0) continue;
    let inside: string | undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = fetched.known.schema.getType(selection.typeCondition?.name.value ?? type.name);
      if (!isCompositeType(condition)) continue;
      const narrower = both(types, fetched.known.possible(condition.name));
      inside = missingFrom(fetched, selection.selectionSet, { base, type: condition, types: narrower });
    } else if (selection.name.value !== '__typename') {
      const place = `${base}/${selection.alias?.value ?? selection.name.value}`;
      const without = [...(types ?? fetched.known.possible(type.name) ?? [])].find((name) =>
        fetched.lacks(base, place, name),
      );
      if (without !== undefined) return `${place} of ${without}`;
      const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
      const inner = field && getNamedType(field.type);
      if (isCompositeType(inner) && selection.selectionSet)
        inside = missingFrom(fetched, selection.selectionSet, { base: place, type: inner, types: undefined });
    }
    if (inside !== undefined) return inside;
  }
  return undefined;
}
