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
import type { Stalls } from './run/loop-probe.ts';
import { StallTable, stallText, TOLERATED_MS } from './run/stall-table.ts';
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
/** A change of the file counts with the second look at it, half a second after the first: so long nothing is done about a new one. */
const UNTOUCHED_MS = 450;
/** Until what a swap left behind has been collected, or most of it. */
const AFTERWARDS_MS = 150;

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
    const seen = new StallTable();
    for (let n = 0; n < 10; n += 1) {
      await sleep(1_000);
      note('before the first', await stallsOf(gateway), seen);
    }
    for (let n = 0; n < good; n += 1) {
      for (let b = Math.floor((n * bad) / good); b < Math.floor(((n + 1) * bad) / good); b += 1)
        await swap(gateway, file, badText(sdl, b), 'a bad one refused', seen);
      await swap(gateway, file, `${sdl}\n"""Swap ${n}"""\nenum Swap${n} { A }\n`, 'a good one taken', seen);
      if ((n + 1) % 10 === 0) {
        heaps.push((await ask<{ heapMb: number }>(gateway.child, 'heap', 'the gateway')).heapMb);
        say(
          `${String(n + 1).padStart(4)} swaps  heap ${heaps.at(-1)?.toFixed(1)} MB  answered ${load.figures.answered}  failed ${load.figures.failed}`,
        );
      }
    }
    say(`\n${seen.text()}`);
    report(load.figures, heaps, { good, bad });
  } finally {
    await load.stop();
    await end(gateway.child);
    await end(canned);
  }
});

function stallsOf(gateway: Watched): Promise<Stalls> {
  return ask<Stalls>(gateway.child, 'loop', 'the gateway');
}

function badText(sdl: string, n: number): string {
  return (badOnes[n % badOnes.length] ?? (() => ''))(sdl);
}

const OUTCOMES = {
  'a good one taken': ['a supergraph took over'],
  'a bad one refused': ['cannot be used', 'was refused'],
};

/** One change of the file, with a control: the time before the gateway does anything about it. */
async function swap(
  gateway: Watched,
  file: string,
  text: string,
  outcome: keyof typeof OUTCOMES,
  seen: StallTable,
): Promise<void> {
  const told = (): number => OUTCOMES[outcome].reduce((sum, words) => sum + gateway.count(words), 0);
  const before = told();
  await replaceFile(file, text);
  await sleep(UNTOUCHED_MS);
  note('between changes', await stallsOf(gateway), seen);
  await until(outcome, () => told() > before);
  await sleep(AFTERWARDS_MS);
  note(outcome, await stallsOf(gateway), seen);
}

function note(occasion: string, stalls: Stalls, seen: StallTable): void {
  seen.add(occasion, stalls);
  if (stalls.longest.stallMs > TOLERATED_MS) say(`${occasion}: ${stallText(stalls.longest)}`);
}

function report(
  { answered, failed, firstFailure }: { answered: number; failed: number; firstFailure: string },
  heaps: number[],
  { good, bad }: { good: number; bad: number },
): void {
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)];
  const growth = first > 0 ? last / first - 1 : 0;
  say(`
${good} good and ${bad} bad supergraphs under load: ${answered} requests answered, ${failed} failed${firstFailure ? ` (${firstFailure})` : ''}
heap in use after ${Math.min(10, good)} and after ${good} swaps: ${first.toFixed(1)} and ${last.toFixed(1)} MB (${(growth * 100).toFixed(1)} %)`);
  if (failed > 0 || growth > 0.15) process.exitCode = 1;
}
