import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../../testkit/supergraphs/federated-graph.ts';

/** A response as a client reads it. */
export interface ClientResult {
  data?: unknown;
  errors?: readonly { message: string; path?: readonly (string | number)[] }[];
}

/**
 * What distinguishes two answers, in words; undefined when they are the same.
 *
 * The same means: equal data, in the same order of keys; and the same set of positions that are null because something
 * failed. Such a position is where an error's path first meets a null: under a field that may not be null the failure has
 * risen to its nullable parent, and which of several failures below it were noted is left open by the specification
 * (section 6.4.4). Besides, every error of the answer under test must lead to a null, and none may be told twice.
 */
export function difference(expected: ClientResult, got: ClientResult): string | undefined {
  if (!isDeepStrictEqual(toPlain(expected.data), toPlain(got.data))) return 'data differ';
  if (JSON.stringify(expected.data) !== JSON.stringify(got.data)) return 'keys come in another order';
  const paths = (got.errors ?? []).map(({ path }) => JSON.stringify(path));
  const repeated = paths.find((path, index) => paths.indexOf(path) !== index);
  if (repeated !== undefined) return `the error at ${repeated} is told twice`;
  for (const error of got.errors ?? []) {
    if (!error.message) return `the error at ${JSON.stringify(error.path)} has no message`;
    if (failedAt(got.data, error.path) === undefined)
      return `an error at ${JSON.stringify(error.path)}, where nothing is null`;
  }
  const silent = missingFrom(failures(expected), failures(got));
  if (silent.length > 0) return `null without an error at ${silent.join(', ')}`;
  const invented = missingFrom(failures(got), failures(expected));
  return invented.length > 0 ? `an error for what did not fail at ${invented.join(', ')}` : undefined;
}

function missingFrom(wanted: ReadonlySet<string>, there: ReadonlySet<string>): string[] {
  return [...wanted].filter((position) => !there.has(position));
}

function failures({ data, errors }: ClientResult): Set<string> {
  return new Set((errors ?? []).map(({ path }) => failedAt(data, path) ?? 'somewhere'));
}

/** The position of the first null on the way, or undefined when the path meets none. */
function failedAt(data: unknown, path: readonly (string | number)[] = []): string | undefined {
  let at = data;
  const walked: (string | number)[] = [];
  for (const key of path) {
    if (at === null || at === undefined) break;
    at = Object.hasOwn(at, key) ? (at as Row)[key] : undefined;
    walked.push(key);
    if (at === undefined) return undefined;
  }
  return at === null || at === undefined ? JSON.stringify(walked) : undefined;
}

/** The same without graphql-js' null prototypes. */
function toPlain(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data));
}
