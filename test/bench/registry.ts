import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { RunningGateway } from '../../gateway/gateway.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { createLogger } from '../../platform/log.ts';
import { baseConfig } from '../integration/gateway/running-gateway.ts';
import { startTestRegistry, type TestRegistry } from '../testkit/registry.ts';
import startRun from '../testkit/start-run.ts';

/**
 * `node dist/test/bench/registry.js [--subgraphs 100]`: a registry with so many subgraphs that all extend one entity, the worst case of composition, and a
 * gateway that follows it, in one process. Says how long publishing, checking and taking over take, and how long the registry lets others wait meanwhile.
 */
const { values: options } = parseArgs({ options: { subgraphs: { type: 'string', default: '100' } } });
const count = Number(options.subgraphs);
const ref = 'amtgraph@prod';

const say = (what: string, value: string): boolean =>
  process.stdout.write(`| ${what.padEnd(66)} | ${value.padStart(10)} |\n`);
const seconds = (since: number, until = performance.now()): string => `${((until - since) / 1_000).toFixed(2)} s`;

function sdl(index: number, extra = 0): string {
  const fields = Array.from({ length: 10 + extra }, (_, field) => `"A." field${field}: Int`).join(' ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    "Q." type Query { "A." thing${index}: Thing${index} ${index === 0 ? '"Me." me: Citizen' : ''} }
    "C." type Citizen @key(fields: "id") { "Id." id: ID! ${index === 0 ? '"N." fullName: String' : ''} "A." things${index}: [Thing${index}!] }
    "T." type Thing${index} @key(fields: "id") { "Id." id: ID! ${fields} }`;
}

const input = (index: number, extra = 0) => ({
  name: `service-${index}`,
  url: `http://127.0.0.1:${20_000 + index}/graphql`,
  sdl: sdl(index, extra),
});

async function publish(registry: TestRegistry, token: string, subgraphs: ReturnType<typeof input>[]): Promise<void> {
  const { data, errors } = await registry.ask(
    token,
    `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) { publishSubgraphs(ref: $ref, subgraphs: $subgraphs) {
       accepted errors { message } checks { results { name findings { severity message } } } } }`,
    { ref, subgraphs },
  );
  if (!data?.publishSubgraphs?.accepted) throw new Error(JSON.stringify(errors ?? data).slice(0, 2_000));
}

/** Asks the registry for something small again and again; gives the longest wait once it is stopped. */
function watch(url: string): () => Promise<number> {
  const stopping = new AbortController();
  const watching = waits(url, stopping.signal);
  return () => {
    stopping.abort();
    return watching;
  };
}

async function waits(url: string, signal: AbortSignal): Promise<number> {
  let worst = 0;
  while (!signal.aborted) {
    const started = performance.now();
    await (await fetch(`${url}/ready`)).text();
    worst = Math.max(worst, performance.now() - started);
    await sleep(20);
  }
  return worst;
}

async function knows(gateway: RunningGateway, field: string): Promise<boolean> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ __type(name: "Thing1") { fields { name } } }` }),
  });
  return (await response.text()).includes(`"${field}"`);
}

async function measure(registry: TestRegistry, folder: string): Promise<void> {
  const token = await registry.token('agency');
  let started = performance.now();
  await publish(
    registry,
    token,
    Array.from({ length: count }, (_, index) => input(index)),
  );
  say(`publish all ${count} in one launch (composition, all checks of each)`, seconds(started));

  const config = {
    ...(await baseConfig(folder)),
    NODE_ENV: 'development' as const,
    REGISTRY_URL: registry.url,
    REGISTRY_TOKEN: await registry.token(null, 'GATEWAY'),
    REGISTRY_KEYS: await (await fetch(`${registry.url}/.well-known/jwks.json`)).text(),
    SUPERGRAPH_CACHE: join(folder, 'cache'),
    INTROSPECTION: true,
    OPERATIONS: 'open' as const,
  };
  started = performance.now();
  const gateway = await startGateway(config, createLogger({ process: 'gateway', level: 'silent' }));
  say('start a gateway on it', seconds(started));

  let longest = watch(registry.url);
  started = performance.now();
  const { errors } = await registry.ask(
    token,
    'mutation ($ref: ID!, $subgraph: SubgraphInput!) { checkSubgraph(ref: $ref, subgraph: $subgraph) { id } }',
    { ref, subgraph: input(1, 1) },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  say('check one changed subgraph (composed for the first time)', seconds(started));
  say('longest that others waited for the registry meanwhile', `${(await longest()).toFixed(0)} ms`);

  longest = watch(registry.url);
  started = performance.now();
  await publish(registry, token, [input(1, 2)]);
  const launched = performance.now();
  say('publish one changed subgraph (composition, checks, launch)', seconds(started, launched));
  while (!(await knows(gateway, 'field11'))) await sleep(5);
  say('from the launch until the gateway serves it', seconds(launched));
  say('longest that others waited for the registry meanwhile', `${(await longest()).toFixed(0)} ms`);
  await gateway.shutdown.close();
}

const folder = await mkdtemp(join(tmpdir(), 'bench-registry-'));
await startRun();
const publicRootFields = Array.from({ length: count }, (_, index) => `Query.thing${index}`);
const registry = await startTestRegistry({ publicRootFields: [...publicRootFields, 'Query.me'] });
try {
  await measure(registry, folder);
} finally {
  await registry.close();
  await globalThis.endTestRun?.();
  await rm(folder, { recursive: true });
}
