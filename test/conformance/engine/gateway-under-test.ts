import { createHash } from 'node:crypto';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaHash,
} from '@apollo/server-gateway-interface';
import { getOperationAST, type GraphQLSchema, parse } from 'graphql';
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
  schema: GraphQLSchema,
  context: () => Row,
  stringify: (result: GatewayExecutionResult) => string | Promise<string>,
): Promise<GatewayUnderTest> {
  const { executor } = await gateway.load({ apollo: {} });
  if (!executor) throw new Error('expected the gateway to give an executor');
  return {
    async run(request) {
      const result = await executor(requestContext(request, schema, context()));
      return JSON.parse(await stringify(result)) as ClientResult;
    },
    close: () => gateway.stop(),
  };
}

function requestContext(
  { query, operationName, variables }: GatewayRequest,
  schema: GraphQLSchema,
  context: Row,
): GatewayGraphQLRequestContext {
  const document = parse(query);
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
