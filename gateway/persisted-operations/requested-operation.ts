import { gatewayError } from '../errors.ts';
import { operationHash, readOperationHash } from './operation-hash.ts';
import type { OperationsMode } from './operations-mode.ts';
import type { RegisteredOperations } from './registered-operations.ts';

/** The parameters of a GraphQL request over HTTP, as far as they say which operation is meant. */
export interface OperationParameters {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
  [other: string]: unknown;
}

/** Says that an operation is not registered, and what to do about it. */
export function notRegistered() {
  return gatewayError(
    'OPERATION_NOT_REGISTERED',
    'This gateway answers registered operations only, and this is none. Register it with `npm run operations -- register FILE --client NAME`, and send its text unchanged, or its SHA-256 as documentId.',
    403,
  );
}

function refused(message: string) {
  return gatewayError('BAD_REQUEST', message, 400);
}

/**
 * Puts the text in the place of an identifier (`documentId`, or `extensions.persistedQuery`), where the operation is registered.
 * @returns undefined when the request can stay as it is
 * @throws GraphQLError BAD_REQUEST for identifiers that are none, OPERATION_NOT_REGISTERED for those that nobody registered
 */
export async function withText(
  parameters: OperationParameters,
  registered: RegisteredOperations,
  mode: OperationsMode,
): Promise<OperationParameters | undefined> {
  const { documentId, ...others } = parameters;
  if (documentId !== undefined && documentId !== null) {
    if (others.query !== undefined) throw refused('Either documentId or query is expected, but both came.');
    const text = await registered.find(hashOf(documentId, 'documentId'));
    if (text === undefined) throw notRegistered();
    return { ...others, query: text };
  }
  const hash = persistedHashOf(others.extensions);
  if (hash === undefined) return undefined;
  if (typeof others.query === 'string') {
    if (operationHash(others.query) !== hash) throw refused('persistedQuery.sha256Hash is not the SHA-256 of query.');
    return mode === 'persisted' ? undefined : withoutHash(others);
  }
  const text = await registered.find(hash);
  if (text !== undefined) return { ...withoutHash(others), query: text };
  if (mode === 'trusted') throw notRegistered();
  return undefined;
}

function withoutHash({ extensions, ...others }: OperationParameters): OperationParameters {
  const { persistedQuery: _, ...left } = extensions as { persistedQuery: unknown };
  return Object.keys(left).length > 0 ? { ...others, extensions: left } : others;
}

function persistedHashOf(extensions: unknown): string | undefined {
  if (typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions)) return undefined;
  const { persistedQuery } = extensions;
  if (typeof persistedQuery !== 'object' || persistedQuery === null || !('sha256Hash' in persistedQuery)) {
    throw refused('extensions.persistedQuery is expected to be {"version": 1, "sha256Hash": "…"}.');
  }
  if (!('version' in persistedQuery) || persistedQuery.version !== 1) {
    throw refused('extensions.persistedQuery.version is expected to be 1.');
  }
  return hashOf(persistedQuery.sha256Hash, 'persistedQuery.sha256Hash');
}

function hashOf(id: unknown, name: string): string {
  const hash = readOperationHash(id);
  if (hash === undefined) throw refused(`${name} is expected to be a SHA-256 in hexadecimal.`);
  return hash;
}
