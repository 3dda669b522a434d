import { GraphQLError, Kind, parse, validate, type GraphQLSchema } from 'graphql';
import { operationHash } from './operation-hash.ts';

/** A file of operations that cannot be registered, and why. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/**
 * Reads the documents of a frontend: a GraphQL document as it is sent (`.graphql`, `.gql`), or a manifest in JSON: Apollo's (`operations` with `id` and
 * `body`), or an object of texts by hash, as Relay and GraphQL Code Generator write it.
 * @throws DocumentError
 */
export function readDocuments(content: string, isJson: boolean): string[] {
  const texts = isJson ? textsOf(content) : [content];
  if (texts.length === 0) throw new DocumentError('Expected at least one operation, but the manifest has none.');
  return texts;
}

/** Everything that keeps documents from being answered by this schema, one message each. */
export function problemsOf(texts: readonly string[], schema: GraphQLSchema): string[] {
  return texts.flatMap((text) => {
    try {
      const document = parse(text);
      if (!document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) {
        return [`${operationHash(text)}: expected an operation, but there are only fragments`];
      }
      return validate(schema, document).map(({ message }) => `${operationHash(text)}: ${message}`);
    } catch (error) {
      return [`${operationHash(text)}: ${error instanceof GraphQLError ? error.message : String(error)}`];
    }
  });
}

function textsOf(content: string): string[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(content);
  } catch {
    throw new DocumentError('Expected a manifest in JSON, but the file is not valid JSON.');
  }
  if (typeof manifest !== 'object' || manifest === null) throw new DocumentError('Expected a JSON object.');
  if ('operations' in manifest && Array.isArray(manifest.operations)) {
    return manifest.operations.map((entry: unknown) => {
      const { id, body } = (entry ?? {}) as { id?: unknown; body?: unknown };
      return checked(id, body);
    });
  }
  return Object.entries(manifest).map(([id, text]) => checked(id, text));
}

/** A manifest whose identifiers are not the SHA-256 of its texts would register what the frontend never asks for. */
function checked(id: unknown, text: unknown): string {
  if (typeof text !== 'string') throw new DocumentError(`Expected the text of an operation at ${String(id)}.`);
  if (typeof id === 'string' && id.replace(/^sha256:/, '').toLowerCase() !== operationHash(text)) {
    throw new DocumentError(`Expected identifiers to be the SHA-256 of the text, but ${id} is not.`);
  }
  return text;
}
