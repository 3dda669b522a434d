import type { ApolloServerPlugin, GraphQLRequestContextExecutionDidStart } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { OperationTypeNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from './context.ts';

/** An operation that Apollo Server has parsed, validated and let through before, by the schema that is served now. */
export interface KnownOperation {
  source: string;
  operationName: string | null;
  queryHash: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  schema: GraphQLSchema;
}

/** The JSON body of a GraphQL request in its plainest form. */
export interface PlainBody {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

const mostOperations = 2_000;
const mostCharacters = 8_000_000;

function isPlainBody(body: unknown): body is PlainBody {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') return false;
  const { variables, operationName, extensions } = body as {
    variables?: unknown;
    operationName?: unknown;
    extensions?: unknown;
  };
  return (
    (extensions === undefined || extensions === null) &&
    (typeof variables === 'object' || variables === undefined) &&
    !Array.isArray(variables) &&
    (typeof operationName === 'string' || operationName === undefined || operationName === null)
  );
}

/** What is known of operations by their text; a new schema renews or ends it. Bounded by count and by characters. */
export class KnownOperations {
  /** By text; the operations that were asked for of a document, since most have one. */
  readonly #documents = new LRUCache<string, KnownOperation[]>({
    max: mostOperations,
    maxSize: mostCharacters,
    sizeCalculation: (operations, source) => (source.length + 1) * operations.length,
  });

  /** Remembers queries and mutations once nothing has stopped them before their execution. */
  readonly plugin: ApolloServerPlugin<GatewayContext> = {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: (context: GraphQLRequestContextExecutionDidStart<GatewayContext>) => {
          this.#remember(context);
          return Promise.resolve();
        },
      }),
  };

  #remember({
    source,
    queryHash,
    document,
    operation,
    schema,
    request,
  }: GraphQLRequestContextExecutionDidStart<GatewayContext>): void {
    // What was asked for by a hash, or with GET, is not what a plain body will ask for.
    if (
      !isPlainBody({ ...request, extensions: request.extensions }) ||
      operation.operation === OperationTypeNode.SUBSCRIPTION
    )
      return;
    const operationName = request.operationName ?? null;
    const others = this.#documents.get(source)?.filter((known) => known.operationName !== operationName) ?? [];
    this.#documents.set(source, [
      ...others,
      {
        source,
        operationName,
        queryHash,
        document,
        operation,
        schema,
      },
    ]);
  }

  /** The known operation that a request asks for, with its body. */
  find({ method, body }: FastifyRequest): { known: KnownOperation; body: PlainBody } | undefined {
    if (method !== 'POST' || !isPlainBody(body)) return undefined;
    const operationName = body.operationName ?? null;
    const known = this.#documents.get(body.query)?.find((operation) => operation.operationName === operationName);
    return known && { known, body };
  }

  /** For a new schema: what it was found to allow is known by it from now on, all else is forgotten. */
  renew(schema: GraphQLSchema, isAllowed: (document: DocumentNode) => boolean): void {
    for (const [source, operations] of [...this.#documents.entries()].toReversed()) {
      const allowed = operations.filter(({ document }) => isAllowed(document));
      if (allowed.length === 0) this.#documents.delete(source);
      else
        this.#documents.set(
          source,
          allowed.map((known) => ({ ...known, schema })),
        );
    }
  }
}
