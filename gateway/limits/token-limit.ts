import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { shown } from './excess.ts';
import type { Limits } from './limits.ts';

/** What the parser of graphql-js says when it stops at `maxTokens`; it gives this no code of its own. */
const STOPPED = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;

/** Gives the parser's error its code before others decide by it which status the answer gets. */
export function markTokenLimit({ message, extensions }: GraphQLError): void {
  if (STOPPED.test(message)) extensions['code'] = 'LIMIT_EXCEEDED';
}

/** The parser's error as a `LIMIT_EXCEEDED` when it stopped at the token limit; every other error as it is. */
export function nameTokenLimit(error: GraphQLFormattedError, { tokens: allowed }: Limits): GraphQLFormattedError {
  if (!STOPPED.test(error.message)) return error;
  return {
    message: `The document has more than the ${shown(allowed)} lexical tokens that are allowed; it was not read further. Move values into variables, and split the operation.`,
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', allowed },
  };
}
