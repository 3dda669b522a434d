import type { GraphQLFormattedError } from 'graphql';
import { isErrorCode } from '../errors.ts';
import type { Outcome } from './request-record.ts';

/** Codes that say that the gateway or a service behind it failed, not the request. */
const failures = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_BAD_RESPONSE',
  'SUBGRAPH_ERROR',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

export interface Ending {
  outcome: Outcome;
  codes: readonly string[];
}

const good: Ending = { outcome: 'ok', codes: [] };

/** How an operation ended, from what the client gets. */
export function endingOf(errors: readonly GraphQLFormattedError[] | undefined, data: unknown): Ending {
  if (!errors || errors.length === 0) return good;
  const codes = [...new Set(errors.map(({ extensions }) => codeOf(extensions?.['code'])))];
  if (data !== null && data !== undefined) return { outcome: 'partial', codes };
  return { outcome: codes.some((code) => failures.has(code)) ? 'failed' : 'refused', codes };
}

/** How a request ended that never became an operation, from its HTTP status. */
export function endingByStatus(status: number, isComplete: boolean): Ending {
  if (!isComplete) return { outcome: 'aborted', codes: [] };
  if (status < 400) return good;
  if (status === 401) return { outcome: 'refused', codes: ['UNAUTHENTICATED'] };
  if (status === 503) return { outcome: 'failed', codes: ['SERVICE_UNAVAILABLE'] };
  if (status >= 500) return { outcome: 'failed', codes: ['INTERNAL_SERVER_ERROR'] };
  return { outcome: 'refused', codes: ['BAD_REQUEST'] };
}

/** A code that is none of ours is not repeated: it could be anything. */
function codeOf(code: unknown): string {
  return isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}
