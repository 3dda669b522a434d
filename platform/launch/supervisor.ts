import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectFile } from '../project-root.ts';
import { StartError } from '../run-process.ts';
import { inheritedEnvironment } from './inherited-environment.ts';

/** A process of the system: what runs, and with which environment. */
export interface ProcessPlan {
  name: string;
  /** Compiled entry, relative to `dist/`. */
  entry: string;
  environment: Record<string, string>;
}

export interface Supervised {
  name: string;
  /** What the process said when it was ready. */
  url: string;
  pid(): number | undefined;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  logs: string;
  /** Told about what people should know: a process died, a process is back. */
  onNotice(text: string): void;
}

const startPatienceMs = 60_000;
const stopPatienceMs = 17_000;

/** Starts processes, starts one again that dies, and stops them in order. Each writes its log to a file of its own. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #isStopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /**
   * Starts a process and waits until it is ready.
   * @throws StartError with what it wrote on standard error, when it ends before
   */
  async start(plan: ProcessPlan): Promise<Supervised> {
    await mkdir(this.#options.logs, { recursive: true });
    const log = createWriteStream(join(this.#options.logs, `${plan.name}.log`), { flags: 'a' });
    let { child, url } = await this.#launch(plan, log);
    const keep = async () => {
      for (;;) {
        await exitOf(child);
        if (this.#isStopping) return;
        child = await this.#relaunch(plan, log);
      }
    };
    void keep();
    return {
      name: plan.name,
      url,
      pid: () => child.pid,
      stop: async () => {
        this.#isStopping = true;
        await stopChild(child);
        log.end();
      },
    };
  }

  /** From now on a process that ends is not started again. */
  beginStop(): void {
    this.#isStopping = true;
  }

  async #relaunch(plan: ProcessPlan, log: WriteStream): Promise<ChildProcess> {
    this.#options.onNotice(
      `${plan.name} ended unexpectedly; starting it again (its log: ${join(this.#options.logs, `${plan.name}.log`)})`,
    );
    for (let wait = 200; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        const { child } = await this.#launch(plan, log);
        this.#options.onNotice(`${plan.name} is back`);
        return child;
      } catch (error) {
        if (this.#isStopping) throw error;
        await setTimeout(wait);
      }
    }
  }

  async #launch(plan: ProcessPlan, log: WriteStream): Promise<{ child: ChildProcess; url: string }> {
    // A session of its own: Ctrl-C reaches the supervisor alone, which stops the processes in order.
    const child = spawn(process.execPath, ['--enable-source-maps', projectFile('dist', plan.entry)], {
      env: { ...inheritedEnvironment(), ...plan.environment },
      cwd: projectFile(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    let complaint = '';
    child.stdout?.pipe(log, { end: false });
    child.stderr?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      complaint = (complaint + chunk.toString()).slice(-4_000);
    });
    const url = await Promise.race([
      readiness(child),
      exitOf(child).then(() => Promise.reject(new StartError(`${plan.name} did not start.\n${complaint.trim()}`))),
      setTimeout(startPatienceMs, undefined, { ref: false }).then(() =>
        Promise.reject(new StartError(`${plan.name} was not ready after ${startPatienceMs / 1_000} s.`)),
      ),
    ]).catch(async (error: unknown) => {
      await stopChild(child);
      throw error;
    });
    return { child, url };
  }
}

function readiness(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message && typeof message === 'object' && 'ready' in message && typeof message.ready === 'string')
        resolve(message.ready);
    });
  });
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const patience = new AbortController();
  void setTimeout(stopPatienceMs, undefined, { signal: patience.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await exitOf(child);
  patience.abort();
}
