import { startSubgraph } from '../../subgraphs/kit/http/serve.ts';
import type { ServeOptions } from '../../subgraphs/kit/http/serve.ts';
import type { Subgraph } from '../../subgraphs/kit/subgraph.ts';
import { assertionKeys, type AssertionClaims } from './assertions.ts';
import { testDatabase } from './postgres.ts';

export interface GraphqlAnswer {
  status: number;
  // Answers are looked into by tests, each with its own shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

export interface TestSubgraph {
  url: string;
  databaseUrl: string;
  /** Asks as somebody: claims for the caller assertion, or null for none at all. */
  ask(
    caller: Omit<AssertionClaims, 'aud'> | null,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<GraphqlAnswer>;
  sign(claims: AssertionClaims): Promise<string>;
  close(): Promise<void>;
}

/** A subgraph as it runs in production, on a free port and a database of its own. */
export async function startTestSubgraph<Database, Store>(
  subgraph: Subgraph<Database, Store>,
  options: ServeOptions<Database> = {},
): Promise<TestSubgraph> {
  const [database, keys] = await Promise.all([testDatabase(subgraph.name), assertionKeys()]);
  const config = {
    NODE_ENV: 'test' as const,
    LOG_LEVEL: 'silent',
    PORT: 0,
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ASSERTION_ISSUER: 'amtgraph-gateway',
    ASSERTION_JWKS: keys.jwksUrl,
  };
  const running = await startSubgraph(subgraph, config, options);
  return {
    url: `${running.url}/graphql`,
    databaseUrl: database.url,
    sign: (claims) => keys.sign(claims),
    async ask(caller, query, variables = {}, headers = {}) {
      const assertion = caller && (await keys.sign({ ...caller, aud: subgraph.name }));
      return askGraphql(
        `${running.url}/graphql`,
        { query, variables },
        { ...(assertion ? { 'x-amtgraph-caller': assertion } : {}), ...headers },
      );
    },
    async close() {
      await running.close();
      await database.drop();
    },
  };
}

/** One GraphQL request over HTTP. */
export async function askGraphql(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Omit<GraphqlAnswer, 'status'>;
  return { status: response.status, ...answer };
}
