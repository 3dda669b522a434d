import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isUnstorableText, unstorableText } from '../../../platform/database/unstorable-text.ts';
import type { Logger } from '../../../platform/log.ts';
import { isDatabaseDown, isTooSlow } from '../errors.ts';

function masked(formatted: GraphQLFormattedError, code: string, message: string): GraphQLFormattedError {
  return { message, ...(formatted.path ? { path: formatted.path } : {}), extensions: { code } };
}

/**
 * Threat: SQL, stacks or personal data in the text of an unexpected error. Rule: only errors written for the caller keep their message;
 * the rest is logged and answered with a code.
 */
export function createErrorFormatter(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    if (original instanceof GraphQLError) {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      return { ...formatted, extensions };
    }
    if (isDatabaseDown(original)) {
      log.warn({ path: formatted.path }, 'the database does not answer');
      return masked(
        formatted,
        'SERVICE_UNAVAILABLE',
        'The service cannot reach its data at the moment. Try again in a minute.',
      );
    }
    if (isTooSlow(original)) {
      return masked(
        formatted,
        'SERVICE_UNAVAILABLE',
        'The service did not answer in time. Try again, or ask for less at once.',
      );
    }
    if (isUnstorableText(original)) return masked(formatted, 'BAD_USER_INPUT', unstorableText);
    log.error({ err: original, path: formatted.path }, 'a resolver failed');
    return masked(formatted, 'INTERNAL_SERVER_ERROR', 'The service failed to answer this. The failure was recorded.');
  };
}
