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

const keyOf = (source: string, operationName: string | null | undefined) => `${operationName ?? ''} ${source}`;

/** What is known of operations by their text; a new schema renews or ends it. Bounded by count and by characters. */
export class KnownOperations {
  readonly #operations = new LRUCache<string, KnownOperation>({
    max: mostOperations,
    maxSize: mostCharacters,
    sizeCalculation: ({ source }) => source.length + 1,
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
    this.#operations.set(keyOf(source, operationName), {
      source,
      operationName,
      queryHash,
      document,
      operation,
      schema,
    });
  }

  /** The known operation that a request asks for, with its body. */
  find({ method, body }: FastifyRequest): { known: KnownOperation; body: PlainBody } | undefined {
    if (method !== 'POST' || !isPlainBody(body)) return undefined;
    const known = this.#operations.get(keyOf(body.query, body.operationName));
    return known && { known, body };
  }

  /** For a new schema: what it was found to allow is known by it from now on, all else is forgotten. */
  renew(schema: GraphQLSchema, isAllowed: (document: DocumentNode) => boolean): void {
    for (const [key, known] of [...this.#operations.entries()].toReversed()) {
      if (isAllowed(known.document)) this.#operations.set(key, { ...known, schema });
      else this.#operations.delete(key);
    }
  }
}
