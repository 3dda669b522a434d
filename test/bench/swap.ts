import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { freePort } from '../../platform/free-port.ts';
import { projectFile } from '../../platform/project-root.ts';
import { runProcess } from '../../platform/run-process.ts';
import { composeSupergraph } from './canned/subgraphs.ts';
import { ask, end, nextMessage } from './run/ipc.ts';
import { WORKLOADS } from './workloads.ts';

/**
 * `npm run bench:swap`: supergraphs change while the gateway is under load, good ones and twice as many bad ones. Says how many requests
 * failed, how long the event loop stood still, and what the heap holds; exit code 1 when a request failed or memory grew.
 */
const { values: options } = parseArgs({
  options: {
    good: { type: 'string', default: '100' },
    bad: { type: 'string', default: '64' },
    connections: { type: 'string', default: '4' },
    profile: { type: 'string' },
  },
});

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const patienceMs = 20_000;
/** How long the event loop may stand still, milliseconds. */
const TOLERATED_MS = 50;

/** What a careless or broken publisher may leave behind. */
const badOnes: ((good: string) => string)[] = [
  (good) => good.slice(0, good.length / 2),
  () => '',
  () => 'type Query { me: Int }',
  (good) => good.replace('type Query', 'type Queries'),
  (good) => `${good}\ntype Query { twice: Int }`,
  () => '\u0000\u0001 not a schema',
];

interface Watched {
  child: ChildProcess;
  url: string;
  /** Lines of its log with this text so far. */
  count(text: string): number;
}

async function startGateway(supergraphFile: string): Promise<Watched> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      ...(options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`]),
      '--expose-gc',
      '--import',
      script('run/loop-probe.js'),
      projectFile('dist', 'gateway', 'main.js'),
    ],
    {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        SUPERGRAPH_FILE: supergraphFile,
        PORT: String(port),
        LIMITS: 'cost=1000000000,costPerMinute=0',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  child.on('message', () => undefined);
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const count = (text: string): number => log.split(text).length - 1;
  await until('the gateway to be ready', () => count('ready http') > 0);
  return { child, url: `http://127.0.0.1:${port}`, count };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !condition(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1_000} s in vain for ${what}.`);
  }
}

/** Asks without a pause until told to stop; counts what was answered and what was not as it should be. */
function startLoad(url: string, connections: number) {
  const pool = new Pool(url, { connections });
  const [{ query, variables }] = WORKLOADS.filter(({ name }) => name === 'account') as [(typeof WORKLOADS)[number]];
  const figures = { answered: 0, failed: 0, firstFailure: '' };
  const stopping = new AbortController();
  const work = async (worker: number) => {
    for (let n = worker; !stopping.signal.aborted; n += connections) {
      const body = JSON.stringify({ query, variables: variables[n % variables.length] });
      const failure = await pool
        .request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body })
        .then(async (response) => {
          const text = await response.body.text();
          return response.statusCode === 200 && !text.includes('"errors"')
            ? ''
            : `${response.statusCode} ${text.slice(0, 300)}`;
        })
        .catch(String);
      if (failure) figures.firstFailure ||= failure;
      figures[failure ? 'failed' : 'answered'] += 1;
    }
  };
  const workers = Array.from({ length: connections }, (_, worker) => work(worker));
  return {
    figures,
    async stop() {
      stopping.abort();
      await Promise.all(workers);
      await pool.close();
    },
  };
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

runProcess(async () => {
  const [good, bad] = [Number(options.good), Number(options.bad)];
  const canned = fork(script('canned/main.js'));
  const { urls } = await nextMessage<{ urls: Record<string, string> }>(canned, 'the canned subgraphs');
  const sdl = composeSupergraph(urls);
  const file = projectFile('.data', 'bench', 'swapped.graphql');
  await mkdir(projectFile('.data', 'bench'), { recursive: true });
  await replaceFile(file, sdl);
  const gateway = await startGateway(file);
  const load = startLoad(gateway.url, Number(options.connections));
  try {
    await sleep(5_000);
    await ask(gateway.child, 'heap', 'the gateway');
    const heaps: number[] = [];
    const stalls: Stall[] = [];
    const usual: Stall[] = [];
    for (let n = 0; n < 10; n += 1) {
      await sleep(2_000);
      usual.push(await stallOf(gateway));
    }
    say(`Without a swap, in 10 times 2 s: ${stallsText(usual)}`);
    for (let n = 0; n < good; n += 1) {
      for (let b = Math.floor((n * bad) / good); b < Math.floor(((n + 1) * bad) / good); b += 1)
        await swapBad(gateway, file, sdl, b);
      await swapGood(gateway, file, sdl, n);
      stalls.push(await stallOf(gateway));
      if ((n + 1) % 10 === 0) {
        heaps.push((await ask<{ heapMb: number }>(gateway.child, 'heap', 'the gateway')).heapMb);
        say(
          `${String(n + 1).padStart(4)} swaps  heap ${heaps.at(-1)?.toFixed(1)} MB  longest stall ${Math.max(...stalls.map(({ stallMs }) => stallMs)).toFixed(1)} ms  answered ${load.figures.answered}  failed ${load.figures.failed}`,
        );
      }
    }
    report(load.figures, stalls, heaps, { good, bad });
  } finally {
    await load.stop();
    await end(gateway.child);
    await end(canned);
  }
});

/** How long the event loop stood still at most, and how much of such a time it worked at most; milliseconds. */
interface Stall {
  stallMs: number;
  cpuMs: number;
}

function stallOf(gateway: Watched): Promise<Stall> {
  return ask<Stall>(gateway.child, 'loop', 'the gateway');
}

function stallsText(stalls: readonly Stall[]): string {
  const text = (values: number[]): string => {
    const sorted = values.toSorted((a, b) => a - b);
    const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return `median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`;
  };
  const [whole, worked] = [stalls.map(({ stallMs }) => stallMs), stalls.map(({ cpuMs }) => cpuMs)];
  const above = (values: number[]): number => values.filter((ms) => ms > TOLERATED_MS).length;
  return `longest stall of the event loop ${text(whole)}; of CPU ${text(worked)}; above ${TOLERATED_MS} ms in ${above(whole)} of ${stalls.length}, of CPU in ${above(worked)}`;
}

async function swapGood(gateway: Watched, file: string, sdl: string, n: number): Promise<void> {
  const before = gateway.count('a supergraph took over');
  await replaceFile(file, `${sdl}\n"""Swap ${n}"""\nenum Swap${n} { A }\n`);
  await until(`good supergraph ${n} to take over`, () => gateway.count('a supergraph took over') > before);
}

async function swapBad(gateway: Watched, file: string, sdl: string, n: number): Promise<void> {
  const before = gateway.count('cannot be used') + gateway.count('was refused');
  const make = badOnes[n % badOnes.length] ?? (() => '');
  await replaceFile(file, make(sdl));
  await until(
    `bad supergraph ${n} to be refused`,
    () => gateway.count('cannot be used') + gateway.count('was refused') > before,
  );
}

function report(
  { answered, failed, firstFailure }: { answered: number; failed: number; firstFailure: string },
  stalls: Stall[],
  heaps: number[],
  { good, bad }: { good: number; bad: number },
): void {
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
  const growth = first > 0 ? last / first - 1 : 0;
  say(`
${good} good and ${bad} bad supergraphs under load: ${answered} requests answered, ${failed} failed${firstFailure ? ` (${firstFailure})` : ''}
In a swap, ${stallsText(stalls)}
heap in use after ${Math.min(10, good)} and after ${good} swaps: ${first.toFixed(1)} and ${last.toFixed(1)} MB (${(growth * 100).toFixed(1)} %)`);
  if (failed > 0 || growth > 0.15) process.exitCode = 1;
}
