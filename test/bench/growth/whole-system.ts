import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../platform/free-port.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { logIn } from '../../../subgraphs/identity/login/programmatic-login.ts';
import { ask, end } from '../run/ipc.ts';
import type { LoadOrder, LoadResult } from '../run/load-process.ts';
import { RunningGateway } from '../soak/running-gateway.ts';
import { startServices, type Services } from '../soak/system.ts';
import { useOf } from './processes.ts';

const LOGINS_AT_A_TIME = 8;
const ACCOUNT = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');

/** What the account query cost under some load. */
export interface Figures {
  requestsPerSecond: number;
  /** Share of the answers that had errors: what the gateway turns away rather than let it wait. */
  failed: number;
  p50Ms: number;
  p99Ms: number;
  /** Of the gateway and of all subgraphs, for each request; the database is not in it. */
  gatewayCpuMs: number;
  subgraphsCpuMs: number;
  /** Of one answer, the mean of a few citizens. */
  kilobytes: number;
}

/** Gateway, subgraphs and database as they run together, and citizens who are logged in. */
export class WholeSystem implements AsyncDisposable {
  readonly adminUrl: string;
  private readonly services: Services;
  private readonly gateway: RunningGateway;
  private readonly load: ChildProcess;
  private readonly authorizations: readonly string[];

  private constructor(services: Services, gateway: RunningGateway, authorizations: readonly string[]) {
    this.adminUrl = services.adminUrl;
    this.services = services;
    this.gateway = gateway;
    this.authorizations = authorizations;
    this.load = fork(fileURLToPath(new URL('../run/load-process.js', import.meta.url)));
  }

  static async start(citizens: number, say: (text: string) => void): Promise<WholeSystem> {
    await using closers = new AsyncDisposableStack();
    const services = closers.use(await startServices(say, citizens));
    const environment = services.gatewayEnvironment(services.origins);
    const gateway = new RunningGateway(await freePort(), { ...environment, LIMITS: 'cost=1000000000,costPerMinute=0' });
    closers.defer(async () => void (await gateway.end('SIGTERM')));
    await gateway.start();
    const system = new WholeSystem(services, gateway, await tokensOf(citizens, services.issuer));
    closers.move();
    return system;
  }

  /** @param pageSize in place of the sizes in the query */
  async measure(connections: number, seconds: number, pageSize?: number): Promise<Figures> {
    const query = pageSize === undefined ? ACCOUNT : ACCOUNT.replaceAll(/first: \d+/g, `first: ${pageSize}`);
    const bodies = [JSON.stringify({ query, operationName: 'Account' })];
    const order: LoadOrder = {
      url: `${this.gateway.origin}/graphql`,
      bodies,
      authorizations: [...this.authorizations],
      connections,
      ms: 1_000,
      requests: 100,
      countsFailures: true,
    };
    await this.run(order);
    const [gateway, subgraphs] = await this.use();
    const result = await this.run({ ...order, ms: seconds * 1_000 });
    const [gatewayAfter, subgraphsAfter] = await this.use();
    return {
      requestsPerSecond: result.requests / result.seconds,
      failed: result.failed / result.requests,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      gatewayCpuMs: (gatewayAfter - gateway) / result.requests,
      subgraphsCpuMs: (subgraphsAfter - subgraphs) / result.requests,
      kilobytes: await this.kilobytes(order),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.load);
    await this.gateway.end('SIGTERM');
    await this.services[Symbol.asyncDispose]();
  }

  private run(order: LoadOrder): Promise<LoadResult> {
    return ask<LoadResult>(this.load, order, 'the load process');
  }

  private async use(): Promise<[gateway: number, subgraphs: number]> {
    const [gateway, subgraphs] = [await useOf([this.gateway.pid ?? 0]), await useOf(this.services.pids())];
    return [gateway.cpuMs, subgraphs.cpuMs];
  }

  private async kilobytes({ url, bodies: [body = ''] }: LoadOrder): Promise<number> {
    const some = this.authorizations.slice(0, 10);
    let bytes = 0;
    for (const authorization of some) {
      const headers = { 'content-type': 'application/json', authorization };
      bytes += (await (await fetch(url, { method: 'POST', headers, body })).arrayBuffer()).byteLength;
    }
    return bytes / some.length / 1_024;
  }
}

/** Values of `authorization` for so many citizens, each of whom logs in. */
async function tokensOf(citizens: number, issuer: string): Promise<string[]> {
  // The dozen before has names.
  const left = Array.from({ length: citizens }, (_, index) => `specimen-${String(index).padStart(5, '0')}`).slice(12);
  const tokens: string[] = [];
  const worker = async (): Promise<void> => {
    for (let citizen = left.shift(); citizen !== undefined; citizen = left.shift()) {
      const { accessToken } = await logIn({ issuer, citizen, level: 'HIGH' });
      tokens.push(`Bearer ${accessToken}`);
    }
  };
  await Promise.all(Array.from({ length: LOGINS_AT_A_TIME }, worker));
  return tokens;
}
