import { GraphQLError } from 'graphql';
import { gatewayError } from '../errors.ts';
import type { LimitName } from './limits.ts';

/** A limit that a request does not keep. */
export interface Excess {
  limit: LimitName;
  allowed: number;
  /** What came; absent where nobody counted to the end. */
  actual?: number;
  /** What the limit counts, what came, and how to stay below it; whole sentences for the author of the request. */
  message: string;
}

const digits = new Intl.NumberFormat('en');

/** A number as messages show it: `10,000`. */
export function shown(value: number): string {
  return digits.format(value);
}

/** An error for the client: `LIMIT_EXCEEDED` and HTTP 400, or another status. */
export function limitExceeded({ limit, allowed, actual, message }: Excess, status = 400): GraphQLError {
  const { extensions } = gatewayError('LIMIT_EXCEEDED', message, status);
  return new GraphQLError(message, {
    extensions: { ...extensions, limit, allowed, ...(actual === undefined ? {} : { actual }) },
  });
}
