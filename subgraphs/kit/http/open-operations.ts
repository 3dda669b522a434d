import { Kind, parse } from 'graphql';

const openFields = new Set(['_service', '__typename']);

/**
 * Whether a request without an assertion asks for nothing but the subgraph's SDL, which is public.
 * A request that brings an assertion is always checked by it.
 */
export function asksOnlyForTheSchema(body: unknown, assertion: string | string[] | undefined): boolean {
  if (assertion !== undefined) return false;
  if (
    !body ||
    typeof body !== 'object' ||
    !('query' in body) ||
    typeof body.query !== 'string' ||
    body.query.length > 500
  )
    return false;
  try {
    const { definitions } = parse(body.query, { noLocation: true, maxTokens: 50 });
    return definitions.every(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION &&
        definition.selectionSet.selections.every(
          (field) => field.kind === Kind.FIELD && openFields.has(field.name.value),
        ),
    );
  } catch {
    return false;
  }
}
