import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { exportJWK, generateKeyPair } from 'jose';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { createLogger } from '../../../platform/log.ts';
import { startSubgraph } from '../../../subgraphs/kit/http/serve.ts';
import { printSubgraph } from '../../../subgraphs/kit/schema/build-subgraph.ts';
import { askGraphql, type GraphqlAnswer } from '../../testkit/subgraph.ts';
import { eventually } from '../../testkit/system.ts';
import { testDatabases } from '../../testkit/postgres.ts';
import { baseConfig } from '../gateway/running-gateway.ts';
import { cars, people } from './small-graph.ts';

export interface LogLine extends Record<string, unknown> {
  msg: string;
}

/** A gateway over two subgraphs of the kit, with everything it logs. */
export interface ObservedSystem {
  url: string;
  /** Lines that the gateway logged so far. */
  lines: LogLine[];
  /** Lines of its access log. */
  requests(): LogLine[];
  /** The one line of the access log that this request makes. */
  lineOf(work: () => Promise<unknown>): Promise<LogLine>;
  ask(
    query: string,
    options?: { variables?: Record<string, unknown>; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

export interface ObservedOptions {
  gateway?: Partial<GatewayConfig>;
  /** Where all three send traces. */
  traces?: string;
  level?: string;
}

export async function startObservedSystem({
  gateway = {},
  traces,
  level = 'info',
}: ObservedOptions = {}): Promise<ObservedSystem> {
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-telemetry-'));
  const database = await testDatabases(['people', 'cars']);
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const [publicFile, privateFile] = [join(directory, 'jwks.json'), join(directory, 'key.json')];
  await writeFile(
    publicFile,
    JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' }] }),
  );
  await writeFile(privateFile, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'test' }));
  const config = (name: string) => ({
    NODE_ENV: 'test' as const,
    LOG_LEVEL: 'silent',
    PORT: 0,
    HOST: '127.0.0.1',
    DATABASE_URL: database.urlFor(name),
    ASSERTION_ISSUER: 'amtgraph-gateway',
    ASSERTION_JWKS: `file://${publicFile}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: traces,
  });
  const running = [await startSubgraph(people, config('people')), await startSubgraph(cars, config('cars'))];
  const supergraph = join(directory, 'supergraph.graphql');
  await writeFile(supergraph, composed(running.map(({ url }) => `${url}/graphql`)));

  const lines: LogLine[] = [];
  const log = createLogger({
    process: 'gateway',
    level,
    destination: { write: (text) => void lines.push(...linesOf(text)) },
  });
  const requests = () => lines.filter(({ msg }) => msg === 'request');
  const { url, shutdown } = await startGateway(
    {
      ...(await baseConfig(directory)),
      ASSERTION_KEY: `file://${privateFile}`,
      SUPERGRAPH_FILE: supergraph,
      OTEL_EXPORTER_OTLP_ENDPOINT: traces,
      ...gateway,
    },
    log,
  );
  return {
    url,
    lines,
    requests,
    async lineOf(work) {
      // Lines are written together: those of earlier requests may be on their way.
      await setTimeout(150);
      const before = requests().length;
      await work();
      await eventually('a line in the access log', () => requests().length > before, 5_000);
      const [line, another] = requests().slice(before);
      if (!line || another) throw new Error('Expected one line for one request.');
      return line;
    },
    ask: (query, { variables = {}, headers = {} } = {}) => askGraphql(`${url}/graphql`, { query, variables }, headers),
    async close() {
      await shutdown.close();
      for (const subgraph of running) await subgraph.close();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
}

function linesOf(text: string): LogLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);
}

function composed(urls: readonly string[]): string {
  const sources = [printSubgraph(people), printSubgraph(cars)];
  const result = composeServices(
    ['people', 'cars'].map((name, index) => ({ name, url: urls[index] ?? '', typeDefs: parse(sources[index] ?? '') })),
  );
  if (result.errors) throw new Error(result.errors.join('\n'));
  return result.supergraphSdl;
}
