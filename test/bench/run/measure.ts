import type { ChildProcess } from 'node:child_process';
import type { Workload } from '../workloads.ts';
import { bodyOf } from './check-answers.ts';
import type { Oracle } from './check-answers.ts';
import type { Contender, Setting } from './contenders.ts';
import { GatewayProcess } from './gateway-process.ts';
import { ask } from './ipc.ts';
import type { LoadOrder, LoadResult } from './load-process.ts';

/** One line of the result. CPU is that of the gateway's process alone, user and system. */
export interface Row {
  workload: string;
  gateway: string;
  cpuMsPerRequest: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  rssMb: number;
}

/** The processes around the gateways, and how long to measure. */
export interface Bench {
  setting: Omit<Setting, 'port'>;
  oracle: Oracle;
  canned: ChildProcess;
  load: ChildProcess;
  seconds: number;
  nodeOptions: string[];
}

const WARM_UP_MS = 3_000;

/** Starts a gateway, checks its answers, warms it up, measures it. */
export async function measure(bench: Bench, contender: Contender, workload: Workload): Promise<Row> {
  await using gateway = await GatewayProcess.start(contender, bench.setting, bench.nodeOptions);
  await bench.oracle.check(gateway.url, workload);
  const bodies = workload.variables.map((variables) => bodyOf(workload, variables));
  const order: LoadOrder = { url: gateway.url, bodies, connections: workload.connections, ms: WARM_UP_MS };
  await run(bench.load, order);
  const missesBefore = await misses(bench.canned);
  const before = await gateway.usage();
  const { requests, seconds, p50Ms, p99Ms } = await run(bench.load, { ...order, ms: bench.seconds * 1_000 });
  const after = await gateway.usage();
  const executed = (await misses(bench.canned)) - missesBefore;
  if (executed > requests / 100) {
    throw new Error(`its subgraph requests never repeat: ${executed} of ${requests} requests had to be executed`);
  }
  return {
    workload: workload.name,
    gateway: contender.name,
    cpuMsPerRequest: (after.cpuMs - before.cpuMs) / requests,
    requestsPerSecond: requests / seconds,
    p50Ms,
    p99Ms,
    rssMb: after.rssMb,
  };
}

async function run(load: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  const result = await ask<LoadResult>(load, order, 'the load process');
  if (result.failure !== undefined) throw new Error(`a request failed under load: ${result.failure}`);
  return result;
}

async function misses(canned: ChildProcess): Promise<number> {
  const answer = await ask<{ misses?: number; failure?: string }>(canned, 'misses', 'the canned subgraphs');
  if (answer.misses === undefined) throw new Error(`a canned subgraph failed: ${answer.failure ?? 'no reason given'}`);
  return answer.misses;
}
