import { expect, test } from '@jest/globals';
import { GraphQLError, parse } from 'graphql';
import { defaultLimits } from '../../../../gateway/limits/limits.ts';
import { markTokenLimit, nameTokenLimit } from '../../../../gateway/limits/token-limit.ts';

function failure(document: string): GraphQLError {
  try {
    parse(document, { maxTokens: 10 });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
  }
  throw new Error('expected the parser to refuse the document');
}

test("the parser's refusal of too many tokens gets the code and the numbers of a limit", () => {
  const error = failure('{ a b c d e f g h i j k }');
  markTokenLimit(error);
  expect(error.extensions).toEqual({ code: 'LIMIT_EXCEEDED' });
  expect(nameTokenLimit(error.toJSON(), { ...defaultLimits, tokens: 10 })).toMatchObject({
    message: expect.stringContaining('more than the 10 lexical tokens'),
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', allowed: 10 },
  });
});

test('what else the parser refuses stays as it is', () => {
  const error = failure('{ a b');
  markTokenLimit(error);
  expect(error.extensions).toEqual({});
  expect(nameTokenLimit(error.toJSON(), defaultLimits)).toEqual(error.toJSON());
});

test('the end of the parser’s stack is the limit of nesting; nobody else’s stack is', () => {
  const message = 'Maximum call stack size exceeded';
  const limits = { ...defaultLimits, nesting: 50 };
  expect(nameTokenLimit({ message, extensions: { code: 'GRAPHQL_PARSE_FAILED' } }, limits)).toEqual({
    message: expect.stringContaining('more than 50 levels'),
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'nesting', allowed: 50 },
  });
  const elsewhere = { message, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  expect(nameTokenLimit(elsewhere, limits)).toBe(elsewhere);
});
