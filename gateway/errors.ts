import { GraphQLError } from 'graphql';

/** The closed set of codes in `extensions.code` of the gateway's answers. */
export const errorCodes = [
  // The request cannot be read or does not fit the schema.
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_NOT_REGISTERED',
  'LIMIT_EXCEEDED',
  // The caller may not.
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ASSURANCE_TOO_LOW',
  // A write does not fit what is there.
  'CONFLICT',
  // A subscription cannot be opened, or was ended.
  'SUBSCRIPTION_LIMIT',
  'SUBSCRIPTION_TOKEN_EXPIRED',
  'SUBSCRIPTION_SESSION_ENDED',
  'SUBSCRIPTION_SCHEMA_CHANGED',
  'SUBSCRIPTION_TOO_SLOW',
  'SERVER_SHUTTING_DOWN',
  // A subgraph did not answer as it should; it costs its own fields.
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_BAD_RESPONSE',
  'SUBGRAPH_ERROR',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

const known: ReadonlySet<unknown> = new Set(errorCodes);

export function isErrorCode(value: unknown): value is ErrorCode {
  return known.has(value);
}

/** What a service may say of a request in its own words. */
const codesOfServices: ReadonlySet<unknown> = new Set<ErrorCode>([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ASSURANCE_TOO_LOW',
  'CONFLICT',
  'SERVICE_UNAVAILABLE',
]);

/**
 * Whether only the gateway says this of a request. The same from a subgraph is about what the gateway sent it: a document that the client never
 * wrote, a limit that it does not know.
 */
export function isGatewaysOwnCode(code: unknown): boolean {
  return known.has(code) && !codesOfServices.has(code);
}

/** An error whose message is written for the caller; `status` is the HTTP status where the whole request fails. */
export function gatewayError(code: ErrorCode, message: string, status?: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(status ? { http: { status } } : {}) } });
}
