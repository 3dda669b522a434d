import type { ChildProcess } from 'node:child_process';
import type { Counts } from '../canned/main.ts';
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
  /** Requests to subgraphs for each request, under load. */
  calls: number;
}

/** The processes around the gateways. */
export interface Bench {
  setting: Omit<Setting, 'port'>;
  oracle: Oracle;
  canned: ChildProcess;
  load: ChildProcess;
  nodeOptions: string[];
}

/** A gateway under measurement: started, found right, warm. */
export class Measurement implements AsyncDisposable {
  readonly name: string;
  private readonly bench: Bench;
  private readonly gateway: GatewayProcess;
  private readonly workload: Workload;
  private readonly order: Omit<LoadOrder, 'ms' | 'requests'>;
  private readonly rounds: (LoadResult & { cpuMs: number; calls: number })[] = [];

  private constructor(bench: Bench, gateway: GatewayProcess, name: string, workload: Workload) {
    this.bench = bench;
    this.gateway = gateway;
    this.name = name;
    this.workload = workload;
    const { variables, connections } = workload;
    this.order = { url: gateway.url, bodies: variables.map((values) => bodyOf(workload, values)), connections };
  }

  static async start(bench: Bench, contender: Contender, workload: Workload): Promise<Measurement> {
    const gateway = await GatewayProcess.start(contender, bench.setting, bench.nodeOptions);
    try {
      await bench.oracle.check(gateway.url, workload);
      const measurement = new Measurement(bench, gateway, contender.name, workload);
      await measurement.warmUp();
      return measurement;
    } catch (error) {
      await gateway[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Measures for a while; rounds of all gateways alternate, so that what else happens on the machine meets all alike. */
  async round(ms: number): Promise<void> {
    const [before, { asked }] = [await this.gateway.usage(), await this.counts()];
    const result = await this.run({ ...this.order, ms, requests: 1 });
    const [after, counts] = [await this.gateway.usage(), await this.counts()];
    this.rounds.push({ ...result, cpuMs: after.cpuMs - before.cpuMs, calls: counts.asked - asked });
  }

  async row(): Promise<Row> {
    const sum = (of: (round: (typeof this.rounds)[number]) => number): number =>
      this.rounds.reduce((total, round) => total + of(round), 0);
    const requests = sum((round) => round.requests);
    return {
      workload: this.workload.name,
      gateway: this.name,
      cpuMsPerRequest: sum((round) => round.cpuMs) / requests,
      requestsPerSecond: requests / sum((round) => round.seconds),
      p50Ms: median(this.rounds.map((round) => round.p50Ms)),
      p99Ms: median(this.rounds.map((round) => round.p99Ms)),
      rssMb: (await this.gateway.usage()).rssMb,
      calls: sum((round) => round.calls) / requests,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.gateway[Symbol.asyncDispose]();
  }

  private async warmUp(): Promise<void> {
    const { warmUpRequests, variables } = this.workload;
    await this.run({ ...this.order, ms: 0, requests: warmUpRequests - variables.length });
    const before = await this.counts();
    await this.run({ ...this.order, ms: 0, requests: variables.length });
    const executed = (await this.counts()).misses - before.misses;
    if (executed > 0) {
      throw new Error(`its subgraph requests do not repeat: ${executed} of them had to be executed once more`);
    }
  }

  private async run(order: LoadOrder): Promise<LoadResult> {
    const result = await ask<LoadResult>(this.bench.load, order, 'the load process');
    if (result.failure !== undefined) throw new Error(`a request failed under load: ${result.failure}`);
    return result;
  }

  private async counts(): Promise<Counts> {
    const { canned } = this.bench;
    const answer = await ask<Counts | { failure: string }>(canned, 'counts', 'the canned subgraphs');
    if ('failure' in answer) throw new Error(`a canned subgraph failed: ${answer.failure}`);
    return answer;
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
