import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { shown } from './excess.ts';
import type { Limits } from './limits.ts';
import { tooNested } from './nesting.ts';

/** What the parser of graphql-js says when it stops at `maxTokens`; it gives this no code of its own. */
const STOPPED = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;
/** What V8 says of a parser that reads brackets inside each other: fewer than `tokens` of them are too many for its stack. */
const OVERFLOWN = 'Maximum call stack size exceeded';

const overflew = (message: string, code: unknown) => message === OVERFLOWN && code === 'GRAPHQL_PARSE_FAILED';

/** Gives the parser's error its code before others decide by it which status the answer gets. */
export function markTokenLimit({ message, extensions }: GraphQLError): void {
  if (STOPPED.test(message)) extensions['code'] = 'LIMIT_EXCEEDED';
}

/** The parser's error as a `LIMIT_EXCEEDED` when it stopped at the token limit or at the end of its stack; every other error as it is. */
export function nameTokenLimit(error: GraphQLFormattedError, limits: Limits): GraphQLFormattedError {
  if (overflew(error.message, error.extensions?.['code'])) return nestedBeyondReading(limits);
  if (!STOPPED.test(error.message)) return error;
  const { tokens: allowed } = limits;
  return {
    message: `The document has more than the ${shown(allowed)} lexical tokens that are allowed; it was not read further. Move values into variables, and split the operation.`,
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', allowed },
  };
}

function nestedBeyondReading({ nesting: allowed }: Limits): GraphQLFormattedError {
  return { message: tooNested(allowed), extensions: { code: 'LIMIT_EXCEEDED', limit: 'nesting', allowed } };
}
