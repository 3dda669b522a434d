import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../platform/free-port.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import type { Contender, Setting } from './contenders.ts';
import { ask, end } from './ipc.ts';

/** CPU time since the start and memory now. */
export interface Usage {
  cpuMs: number;
  rssMb: number;
}

const PROBE = fileURLToPath(new URL('usage-probe.js', import.meta.url));
const START_MS = 60_000;

/** One gateway in its own process, on a port of its own, at the end of the block ended. */
export class GatewayProcess implements AsyncDisposable {
  readonly url: string;
  private readonly child: ChildProcess;
  private said = '';

  private constructor(contender: Contender, setting: Setting, nodeOptions: string[]) {
    const { script, args, env } = contender.command(setting);
    this.url = `http://127.0.0.1:${setting.port}/graphql`;
    this.child = spawn(process.execPath, [...nodeOptions, '--import', PROBE, script, ...args], {
      cwd: projectRoot,
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        APOLLO_TELEMETRY_DISABLED: '1',
        LOG_LEVEL: 'error',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // What a gateway says over IPC by itself would otherwise wait and be taken for the answer to a question.
    this.child.on('message', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4_000)));
    }
  }

  static async start(
    contender: Contender,
    setting: Omit<Setting, 'port'>,
    nodeOptions: string[] = [],
  ): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(contender, { ...setting, port: await freePort() }, nodeOptions);
    try {
      await gateway.untilItListens();
    } catch (error) {
      await end(gateway.child);
      throw new Error(`${String(error)}\n${gateway.said}`, { cause: error });
    }
    return gateway;
  }

  usage(): Promise<Usage> {
    return ask(this.child, 'usage', 'the gateway');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return end(this.child);
  }

  private async untilItListens(): Promise<void> {
    const exited = once(this.child, 'exit').then(() => true);
    for (const giveUp = Date.now() + START_MS; Date.now() < giveUp;) {
      const body = '{"query":"{ __typename }","operationName":null}';
      const headers = { 'content-type': 'application/json' };
      // Any answer will do: whether it is right is checked before the measurement.
      const listens = await fetch(this.url, { method: 'POST', headers, body }).then(
        () => true,
        () => false,
      );
      if (listens) return;
      if (await Promise.race([exited, sleep(100, false)])) throw new Error('ended before it listened');
    }
    throw new Error(`did not listen within ${START_MS / 1_000} s`);
  }
}
