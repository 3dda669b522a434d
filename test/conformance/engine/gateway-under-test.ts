import { createHash } from 'node:crypto';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaHash,
} from '@apollo/server-gateway-interface';
import { type DocumentNode, getOperationAST, type GraphQLSchema, parse, validate } from 'graphql';
import type { Row } from '../../testkit/supergraphs/federated-graph.ts';
import type { ClientResult } from './compare-results.ts';

/** What an operation consists of for a gateway; the document is parsed if it is not given. */
export interface GatewayRequest {
  query: string;
  operationName?: string | undefined;
  variables?: Row | undefined;
}

/** A loaded gateway, asked as Apollo Server asks it. */
export interface GatewayUnderTest {
  /** What a client reads: the response's text, parsed. */
  run(request: GatewayRequest): Promise<ClientResult>;
  close(): Promise<void>;
}

/** Loads a gateway; `stringify` writes its result as its server would. */
export async function gatewayUnderTest(
  gateway: GatewayInterface,
  context: () => Row,
  stringify: (result: GatewayExecutionResult) => string | Promise<string>,
): Promise<GatewayUnderTest> {
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load({ apollo: {} });
  if (!executor || !schema) throw new Error('expected the gateway to give an executor and a schema');
  const announced = schema;
  return {
    async run(request) {
      const document = parse(request.query);
      const errors = validate(announced, document);
      if (errors.length > 0) return { errors: errors.map(({ message }) => ({ message })) };
      const result = await executor(requestContext(request, document, announced, context()));
      return JSON.parse(await stringify(result)) as ClientResult;
    },
    close: () => gateway.stop(),
  };
}

function requestContext(
  { query, operationName, variables }: GatewayRequest,
  document: DocumentNode,
  schema: GraphQLSchema,
  context: Row,
): GatewayGraphQLRequestContext {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error(`expected an operation named ${operationName ?? 'nothing'} in ${query}`);
  return {
    request: { query, ...(operationName !== undefined && { operationName }), variables: variables ?? {} },
    logger: { debug: saysNothing, info: saysNothing, warn: saysNothing, error: saysNothing },
    schema,
    schemaHash: 'unused' as GatewaySchemaHash,
    context,
    cache: { get: async () => undefined, set: async () => undefined, delete: async () => true },
    queryHash: createHash('sha256').update(query).digest('hex'),
    document,
    source: query,
    operationName: operation.name?.value ?? null,
    operation,
    metrics: {},
    overallCachePolicy: {},
  };
}

function saysNothing(): void {}
