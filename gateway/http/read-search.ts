import type { FastifyRequest } from 'fastify';
import { gatewayError } from '../errors.ts';
import { readJsonText } from './read-json.ts';

const parameters = ['query', 'operationName', 'variables', 'extensions'] as const;
const areJson: ReadonlySet<string> = new Set(['variables', 'extensions']);

/** The parameters of a GraphQL request over HTTP, wherever they came from. */
export type Parameters = Partial<Record<(typeof parameters)[number], unknown>>;

/**
 * Reads the parameters of a request with GET, by the rules of bodies (read-json.ts). `variables` and `extensions` are JSON in the address, as in
 * GraphQL over HTTP.
 * Threat: a parameter given twice is one request to whoever takes the first and another to whoever takes the last. Rule: each once.
 * @throws GraphQLError with BAD_REQUEST
 */
export function readSearch(url: string): Parameters {
  const search = URL.parse(url, 'http://gateway')?.searchParams;
  const read: Parameters = {};
  for (const name of parameters) {
    const [text, ...more] = search?.getAll(name) ?? [];
    if (more.length > 0) throw gatewayError('BAD_REQUEST', `The parameter ${name} is given twice. Give it once.`, 400);
    if (text === undefined || (text === '' && areJson.has(name))) continue;
    read[name] = areJson.has(name) ? readJsonText(text, `The parameter ${name}`) : text;
  }
  return read;
}

/** For a route whose handler reads the parameters by itself: refuses what it would not. */
export function expectReadableSearch({ url }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  try {
    readSearch(url);
    done();
  } catch (error) {
    done(error as Error);
  }
}
