import { isObjectType, Kind, parse, print, stripIgnoredCharacters, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { Plan, PlanFetch } from './plan.ts';

const HAS_FRAGMENTS = /\.\.\.\s*on\b/;
const TYPENAME = { kind: Kind.FIELD as const, name: { kind: Kind.NAME as const, value: '__typename' } };

/**
 * A plan without fragments that no object can satisfy, such as `... on Office { ... on Depot { name } }`: a subgraph refuses an operation
 * that has one. The native planner writes them where a field of an interface object requires others and is asked for on one type.
 * @param supergraph what subgraphs return is at least as specific as what this says
 */
export function withPossibleFragments(plan: Plan, supergraph: GraphQLSchema): Plan {
  return { ...plan, fetches: plan.fetches.map((fetch) => possible(fetch, supergraph)) };
}

function possible(fetch: PlanFetch, supergraph: GraphQLSchema): PlanFetch {
  if (!HAS_FRAGMENTS.test(fetch.operation)) return fetch;
  const document = parse(fetch.operation, { noLocation: true });
  const written = withoutImpossible(document, supergraph);
  if (written === document) return fetch;
  const used = usedVariables(written);
  const operation: DocumentNode = visit(written, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(operation)),
    variables: fetch.variables.filter((name) => used.has(name)),
  };
}

/** The same document when there is nothing to take out. */
function withoutImpossible(document: DocumentNode, supergraph: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(supergraph);
  return visit(
    document,
    visitWithTypeInfo(types, {
      InlineFragment() {
        const [around, type] = [types.getParentType(), types.getType()];
        return isObjectType(around) && isObjectType(type) && around !== type ? null : undefined;
      },
      SelectionSet: {
        leave: (node): SelectionSetNode | undefined =>
          node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] },
      },
    }),
  );
}

function usedVariables(document: DocumentNode): Set<string> {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable({ name }) {
      used.add(name.value);
    },
  });
  return used;
}
