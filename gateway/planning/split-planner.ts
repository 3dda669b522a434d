import { Kind, OperationTypeNode, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Plan } from './plan.ts';
import { PlanningTooSlowError } from './planner.ts';
import type { Planner } from './planner.ts';
import type { Requirements } from './requirements.ts';
import { IncompletePlanError } from './verify-complete.ts';

/**
 * A planner for operations that planners cannot do: where fields require the same field with other arguments, and no single plan keeps
 * them apart, or where fields of an interface object require others, and every plan leaves something out, each of them is planned by
 * itself, as a layer with data of its own. Only queries: parts repeat root fields.
 */
export function withSplitting(planner: Planner, schema: GraphQLSchema, requirements: Requirements): Planner {
  return {
    ...planner,
    async plan(request) {
      try {
        return await planner.plan(request);
      } catch (error) {
        if (error instanceof PlanningTooSlowError || request.attempt === 'first') throw error;
        const parts = split(parse(request.operation, { noLocation: true }), schema, requirements);
        try {
          if (parts.length < 2) throw error;
          const plans = await Promise.all(parts.map((operation) => planner.plan({ ...request, operation })));
          return layered(plans);
        } catch (other) {
          if (error instanceof IncompletePlanError && !(other instanceof PlanningTooSlowError)) return error.plan;
          throw other;
        }
      }
    },
  };
}

/** One operation without demanding fields, and one for each of those. */
function split(document: DocumentNode, schema: GraphQLSchema, requirements: Requirements): string[] {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== OperationTypeNode.QUERY) return [];
  const demanding = new Set<string>();
  eachField(document, schema, (coordinate, [type, field]) => {
    if (requirements.isDemanding(type, field)) demanding.add(coordinate);
  });
  const rest = pruned(document, schema, (coordinates) => !coordinates.some((each) => demanding.has(each)));
  const single = [...demanding].map((wanted) =>
    pruned(document, schema, (coordinates) => coordinates.includes(wanted)),
  );
  return [rest, ...single].filter((text) => text !== undefined);
}

type OnField = (coordinate: string, names: [type: string, field: string]) => void;

function eachField(document: DocumentNode, schema: GraphQLSchema, onField: OnField): void {
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const type = types.getParentType()?.name ?? '';
        onField(`${type}.${name.value}`, [type, name.value]);
      },
    }),
  );
}

/**
 * The operation with the leaves that are kept, judged by the coordinates of the fields from the root down to them, and what
 * leads there; undefined when nothing is left.
 */
function pruned(
  document: DocumentNode,
  schema: GraphQLSchema,
  isKept: (coordinates: readonly string[]) => boolean,
): string | undefined {
  const types = new TypeInfo(schema);
  const coordinates: string[] = [];
  let isEmpty = true;
  const result: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter: ({ name }) => void coordinates.push(`${types.getParentType()?.name ?? ''}.${name.value}`),
        leave({ name, selectionSet }) {
          const isGone = selectionSet ? selectionSet.selections.length === 0 : !isKept(coordinates);
          coordinates.pop();
          if (isGone) return null;
          isEmpty &&= name.value === '__typename';
          return undefined;
        },
      },
      InlineFragment: { leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined) },
    }),
  );
  return isEmpty ? undefined : print(result);
}

/** The plans as one, each with data of its own. */
function layered(plans: readonly Plan[]): Plan {
  const fetches: Plan['fetches'] = [];
  for (const [layer, plan] of plans.entries()) {
    const offset = fetches.length;
    const moved = (id: number): number => id + offset;
    for (const fetch of plan.fetches) {
      const { id, after, needs } = fetch;
      fetches.push({ ...fetch, id: moved(id), after: after.map(moved), needs: needs.map(moved), layer });
    }
  }
  return { fetches };
}
