import { parseJson } from './secure-json.ts';
import type { SubgraphGraphQLError, SubgraphResponse } from './subgraph-transport.ts';

/** What is wrong with an answer, in our words. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';
}

/**
 * Reads the body of a subgraph's answer as a GraphQL response (specification, section 7.1).
 *
 * Of its errors the first `maxErrors` are kept: 100,000 of them must neither be mapped one by one nor fill our answer.
 * What is not as the specification has it inside an error (a path that is no list, a message that is no text) is left out.
 *
 * @throws BadAnswerError where there is nothing a client could get: no JSON, no object, neither data nor errors
 */
export function readAnswer(text: string, maxErrors: number): SubgraphResponse {
  const body = parsed(text);
  if (!isRecord(body)) throw new BadAnswerError(`expected a JSON object, but got ${kindOf(body)}`);
  const { data, errors, extensions } = body;
  if (data !== undefined && data !== null && !isRecord(data)) {
    throw new BadAnswerError(`expected "data" to be an object, but got ${kindOf(data)}`);
  }
  if (errors !== undefined && errors !== null && !Array.isArray(errors)) {
    throw new BadAnswerError(`expected "errors" to be a list, but got ${kindOf(errors)}`);
  }
  if (!data && !errors?.length) {
    throw new BadAnswerError('expected "data" or "errors", but got neither');
  }
  const response: SubgraphResponse = {};
  if (data !== undefined) response.data = data;
  if (errors?.length) response.errors = errors.slice(0, maxErrors).map(readError);
  if (isRecord(extensions)) response.extensions = extensions;
  return response;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (error) {
    // The parser's own message quotes the text, which may hold personal data.
    throw new BadAnswerError(error instanceof SyntaxError ? 'expected JSON' : `refused: ${String(error)}`);
  }
}

function readError(value: unknown): SubgraphGraphQLError {
  if (!isRecord(value)) return { message: '' };
  const error: SubgraphGraphQLError = { message: typeof value['message'] === 'string' ? value['message'] : '' };
  if (isPath(value['path'])) error.path = value['path'];
  if (isRecord(value['extensions'])) error.extensions = value['extensions'];
  return error;
}

function isPath(value: unknown): value is (string | number)[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || typeof key === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
