import { ApolloServerValidationErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/log.ts';
import { isErrorCode } from '../errors.ts';

/** What of an error's extensions reaches the client: its code, whose fault it was, and what a form needs to go on. */
const publicExtensions = [
  'code',
  'subgraph',
  'required',
  'means',
  'missingScopes',
  'policies',
  'limit',
  'allowed',
  'actual',
  'retryAfter',
];

function publicPart(extensions: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([key]) => publicExtensions.includes(key)));
}

/** Names of the request come back in messages, and may be as long as the request. */
const LONGEST_MESSAGE = 500;
const MOST_LOCATIONS = 10;

/**
 * Threat: GraphQL repeats the whole value of a variable when one of its fields is wrong, with whatever else a form holds: codes, account numbers; and
 * errors are logged by those who get them. Rule: the variable, the place in it and what was expected are said; the value is not.
 */
function withoutVariable(message: string): string {
  const [, variable] = /^(Variable "\$\w+") got invalid value /.exec(message) ?? [];
  if (variable === undefined) return message;
  const reason = message.slice(message.lastIndexOf('; ') + 2);
  const [, place = ''] = /( at "[\w.[\]]+"); [^;]*$/.exec(message) ?? [];
  return `${variable} got an invalid value${place}; ${reason}`;
}

/**
 * Threat: whoever may not see the schema guesses names of it, and graphql-js says which ones they resemble (validation does not, values of variables
 * do). Rule: where the schema is hidden, a message ends before that.
 */
function withoutSuggestion(message: string): string {
  const start = message.lastIndexOf(' Did you mean ');
  return start === -1 || !message.endsWith('?') ? message : message.slice(0, start);
}

function shortened(text: string, hidesSchema: boolean): string {
  const message = hidesSchema ? withoutSuggestion(withoutVariable(text)) : withoutVariable(text);
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/**
 * Threat: SQL, stacks, addresses or personal data in the text of an error. Rule: an error whose code is of the closed set was written for callers and
 * keeps its message; a subgraph's other errors keep their path and lose their text; what is unexpected here is logged and answered with a code.
 */
export function createErrorMask(log: Logger, { hidesSchema }: { hidesSchema: boolean }) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { locations, path, extensions } = formatted;
    const message = isIntrospection(extensions) ? NO_INTROSPECTION : shortened(formatted.message, hidesSchema);
    const place = {
      ...(locations ? { locations: locations.slice(0, MOST_LOCATIONS) } : {}),
      ...(path ? { path } : {}),
    };
    const shown = publicPart(extensions);
    const isInternal = shown['code'] === 'INTERNAL_SERVER_ERROR' || shown['code'] === undefined;
    if (isErrorCode(shown['code']) && !isInternal) return { message, ...place, extensions: shown };
    if (shown['subgraph'] !== undefined || (path && !isInternal)) {
      return {
        message: 'A service could not answer this.',
        ...place,
        extensions: { ...shown, code: 'SUBGRAPH_ERROR' },
      };
    }
    if (error instanceof GraphQLError && !error.originalError && message.startsWith('Cannot return null')) {
      return { message, ...place, extensions: { ...shown, code: 'SUBGRAPH_BAD_RESPONSE' } };
    }
    // Apollo Server gives some refusals of a request no code, but their status says whose fault it was.
    if (isRefusal(error)) return { message, ...place, extensions: { code: 'BAD_REQUEST' } };
    log.error({ err: error, path }, 'a request failed unexpectedly');
    return {
      message: 'The gateway failed to answer this. The failure was recorded.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

/** Apollo Server's own words are for whoever starts it. */
const NO_INTROSPECTION = 'The schema cannot be asked for here: leave out __schema and __type.';

function isIntrospection(extensions: Record<string, unknown> | undefined): boolean {
  return extensions?.['validationErrorCode'] === ApolloServerValidationErrorCode.INTROSPECTION_DISABLED;
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.originalError) return false;
  const { http } = error.extensions as { http?: { status?: number } };
  return http?.status !== undefined && http.status >= 400 && http.status < 500;
}
