import { GraphQLError } from 'graphql';

/** Codes that a subgraph's own errors carry in `extensions.code`; the gateway passes them on. */
export type SubgraphErrorCode =
  'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'CONFLICT' | 'SERVICE_UNAVAILABLE' | 'INTERNAL_SERVER_ERROR';

/** An error whose message is written for the caller. */
export function subgraphError(code: SubgraphErrorCode, message: string, status?: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(status ? { http: { status } } : {}) } });
}

/** 401: the caller is not known. */
export function unauthenticated(message = 'Log in first: this needs to know who asks.'): GraphQLError {
  return subgraphError('UNAUTHENTICATED', message, 401);
}

/** An argument that cannot be used; `message` says what was expected, what came and what to do. */
export function badUserInput(message: string): GraphQLError {
  return subgraphError('BAD_USER_INPUT', message);
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  '08004',
  '53300',
]);

/** Whether an error means that the database cannot be reached at the moment. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && connectionCodes.has(error.code)) return true;
  return /Connection terminated|is not queryable|timeout exceeded when trying to connect|driver has already been destroyed/.test(
    error.message,
  );
}

/** PostgreSQL's code for a statement that was cancelled, by its timeout or by the request's deadline. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
