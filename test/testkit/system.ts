import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectFile } from '../../platform/project-root.ts';
import { logIn } from '../../subgraphs/identity/login/programmatic-login.ts';
import { childEnvironment } from './child-environment.ts';
import { askGraphql, type GraphqlAnswer } from './subgraph.ts';

export interface TestSystem {
  gateway: string;
  issuer: string;
  data: string;
  /** All that it wrote on standard output so far. */
  output(): string;
  /** An access token through a real login. */
  token(citizen: string, level?: 'NORMAL' | 'SUBSTANTIAL' | 'HIGH'): Promise<string>;
  ask(token: string | undefined, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** The process number of a service, read from the operating system. */
  pidOf(entry: string): Promise<number>;
  /** Ctrl-C. */
  stop(): Promise<number | null>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export interface SystemOptions {
  data?: string;
  environment?: Record<string, string>;
}

interface Launched {
  child: ChildProcess;
  output(): string;
  complaint(): string;
}

/** `npm start`, without waiting for anything. */
export function launch(args: readonly string[], environment: Record<string, string> = {}): Launched {
  const child = spawn(process.execPath, [projectFile('dist', 'platform', 'launch', 'main.js'), ...args], {
    cwd: projectFile(),
    env: childEnvironment(environment),
    // The channel tells it when the test is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let [output, complaint] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return { child, output: () => output, complaint: () => complaint };
}

/** Waits until `condition` holds. @throws after `patienceMs`, saying what was waited for */
export async function eventually<Value>(
  what: string,
  condition: () => Promise<Value> | Value,
  patienceMs = 60_000,
): Promise<NonNullable<Value>> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await setTimeout(100)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error(`Waited ${patienceMs / 1_000} s in vain for: ${what}`);
}

/** The whole system as `npm start` brings it up, on free ports and with data of its own. */
export async function startSystem({ data, environment }: SystemOptions = {}): Promise<TestSystem> {
  const folder = data ?? join(await mkdtemp(join(tmpdir(), 'amtgraph-system-')), 'data');
  const { child, output, complaint } = launch(['--port', '0', '--data', folder], environment);
  const ready = await eventually(
    'the line `ready <gateway url>`',
    () => {
      if (child.exitCode !== null)
        throw new Error(`npm start ended with ${child.exitCode}:\n${output()}\n${complaint()}`);
      return /^ready (\S+)$/m.exec(output())?.[1];
    },
    240_000,
  ).catch((error: unknown) => {
    // A system that came up too late would outlive the test.
    child.kill('SIGINT');
    throw error;
  });
  const issuer = /Login +(\S+)/.exec(output())?.[1] ?? '';
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return {
    gateway: ready,
    issuer,
    data: folder,
    output,
    token: async (citizen, level = 'HIGH') => (await logIn({ issuer, citizen, level })).accessToken,
    ask: (bearer, query, variables) =>
      askGraphql(`${ready}/graphql`, { query, variables }, bearer ? { authorization: `Bearer ${bearer}` } : {}),
    pidOf: (entry) => pidOf(child.pid ?? 0, entry),
    stop,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: projectFile(), stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${complaint}`);
  return output.trim();
}

/** The child of a process whose command line names `entry`. */
async function pidOf(parent: number, entry: string): Promise<number> {
  const lines = (await run('ps', ['-eo', 'pid=,ppid=,args=']))
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const found = lines.find((line) => line?.[2] === String(parent) && line[3]?.includes(entry));
  if (!found?.[1]) throw new Error(`No process runs ${entry}.`);
  return Number(found[1]);
}
