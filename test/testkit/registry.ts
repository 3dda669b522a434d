import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair } from 'jose';
import { projectFile } from '../../platform/project-root.ts';
import { startRegistry, type RunningRegistry } from '../../schema/registry/start-registry.ts';
import { newToken } from '../../schema/registry/domain/token-text.ts';
import { testDatabase } from './postgres.ts';
import { askGraphql, type GraphqlAnswer } from './subgraph.ts';

/** A private Ed25519 key in a file, for a registry's REGISTRY_SIGNING_KEY. */
export async function signingKeyFile(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const file = join(await mkdtemp(join(tmpdir(), 'amtgraph-registry-')), 'key.json');
  await writeFile(
    file,
    JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'registry', alg: 'EdDSA', use: 'sig' }),
  );
  return pathToFileURL(file).href;
}

export interface TestRegistry {
  url: string;
  databaseUrl: string;
  running: RunningRegistry;
  /** Token of the first operator. */
  root: string;
  /** Asks the admin API with a token. */
  ask(token: string | undefined, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** A token of an agency (made where it does not exist yet), or of operators for null. */
  token(
    agency: string | null,
    role?: string,
    more?: { subgraphs?: string[]; holder?: string; days?: number },
  ): Promise<string>;
  /** What an agency asks that has nothing to do with what else goes on: who it is. Fails when the answer is not that. */
  smallQuestion(token: string, agency: string): Promise<void>;
  /** Puts the clock forward. */
  passTime(ms: number): void;
  close(): Promise<void>;
}

export interface TestRegistryOptions {
  publicRootFields?: string[];
  allowedHosts?: string[];
}

const createAgency = `mutation ($slug: ID!, $name: String!) {
  createAgency(input: { slug: $slug, name: $name, level: MUNICIPAL, ags: "14511000", contact: "it@amt.example" }) { slug }
}`;
const createToken = `mutation ($input: TokenInput!) { createToken(input: $input) { text } }`;

/** A registry as it runs in production, on a free port and a database of its own, with the variants amtgraph@prod and amtgraph@test. */
export async function startTestRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const database = await testDatabase('registry');
  const root = newToken().text;
  let ahead = 0;
  const running = await startRegistry(
    {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: 0,
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      REGISTRY_SIGNING_KEY: await signingKeyFile(),
      REGISTRY_PUBLIC_URL: undefined,
      REGISTRY_ROOT_TOKEN: root,
      REGISTRY_GATEWAY_TOKEN: undefined,
      PUBLIC_ROOT_FIELDS: options.publicRootFields ?? [],
      ALLOWED_HOSTS: options.allowedHosts ?? ['127.0.0.1'],
      MINIMAL_USAGE_REQUESTS: 1,
      MINIMAL_USAGE_PERCENT: 0,
      USAGE_DAYS: 30,
      COMPOSITION_TIMEOUT_MS: 60_000,
      COMPOSITION_MEMORY_MB: 512,
      COMPOSITION_WORKERS: 1,
      OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
      OTEL_TRACES_SAMPLER_ARG: 1,
    },
    () => new Date(Date.now() + ahead),
  );
  const ask: TestRegistry['ask'] = (token, query, variables = {}) =>
    askGraphql(`${running.url}/graphql`, { query, variables }, token ? { authorization: `Bearer ${token}` } : {});
  await ask(root, 'mutation { createGraph(id: "amtgraph", title: "Amtgraph") { id } }');
  for (const [ref, production] of [
    ['amtgraph@prod', true],
    ['amtgraph@test', false],
  ] as const) {
    await ask(root, 'mutation ($input: VariantInput!) { setVariant(input: $input) { ref } }', {
      input: { ref, production },
    });
  }
  return {
    url: running.url,
    databaseUrl: database.url,
    running,
    root,
    ask,
    async token(agency, role = 'PUBLISH', { subgraphs, holder = `${agency ?? 'operators'} ${role}`, days = 30 } = {}) {
      if (agency) await ask(root, createAgency, { slug: agency, name: agency });
      const { data, errors } = await ask(root, createToken, { input: { agency, role, holder, days, subgraphs } });
      if (!data?.createToken) throw new Error(JSON.stringify(errors));
      return data.createToken.text;
    },
    async smallQuestion(token, agency) {
      const { data } = await ask(token, '{ viewer { agency { slug } } }');
      if (data?.viewer.agency.slug !== agency) throw new Error(`Expected ${agency}, got ${JSON.stringify(data)}.`);
    },
    passTime: (ms) => void (ahead += ms),
    async close() {
      await running.close();
      await database.drop();
    },
  };
}

export interface RoverResult {
  code: number | null;
  stdout: string;
  stderr: string;
  // Its JSON output is looked into by tests.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** Runs stock Rover, as an agency does. `home` is its folder of settings. */
export async function rover(
  registry: string,
  key: string,
  args: readonly string[],
  { input, home }: { input?: string; home?: string } = {},
): Promise<RoverResult> {
  const child = spawn(projectFile('node_modules', '@apollo', 'rover-linux-x64', 'rover'), args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      TMPDIR: tmpdir(),
      APOLLO_HOME: home ?? (await mkdtemp(join(tmpdir(), 'amtgraph-rover-'))),
      APOLLO_KEY: key,
      APOLLO_REGISTRY_URL: `${registry}/rover`,
      APOLLO_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = undefined;
  }
  return { code, stdout, stderr, json };
}

/** The committed SDL of one of the project's own subgraphs. */
export function committedSdl(subgraph: string): Promise<string> {
  return readFile(projectFile('schema', 'subgraphs', `${subgraph}.graphql`), 'utf8');
}
