import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { OperationRequest } from './served-graph.ts';

const NO_VARIABLES: Readonly<Record<string, unknown>> = {};
const NO_LABELS: ReadonlySet<string> = new Set();

/** Which operation, in which variant, a request asks for. */
export function requestOf(
  { queryHash, document, operation, request }: GatewayGraphQLRequestContext,
  overrides: { labels?: ReadonlySet<string>; percentage?: number } | undefined,
): OperationRequest {
  return {
    hash: queryHash,
    document,
    operation,
    labels: overrides?.labels ?? NO_LABELS,
    variables: request.variables ?? NO_VARIABLES,
    access: undefined,
    percentage: overrides?.percentage ?? Math.random() * 100,
  };
}
