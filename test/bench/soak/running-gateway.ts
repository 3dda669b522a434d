import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectFile, projectRoot } from '../../../platform/project-root.ts';
import { heapMbAfterCollection } from './heap.ts';

/** What a gateway says of a subgraph that failed. */
export interface Warning {
  /** Epoch milliseconds. */
  at: number;
  subgraph: string;
  reason: string;
}

const MOST_WARNINGS = 2_000;

/** A gateway that is started again after each end, always at the same port. */
export class RunningGateway {
  readonly origin: string;
  /** What it wrote on standard error, the end of it. */
  complaint = '';
  /** The last of its warnings. */
  readonly warnings: Warning[] = [];
  private readonly environment: Readonly<Record<string, string>>;
  private readonly isInspected: boolean;
  private child: ChildProcess | undefined;
  private inspectorUrl: string | undefined;
  private killed = false;

  constructor(port: number, environment: Readonly<Record<string, string>>, { isInspected = false } = {}) {
    this.origin = `http://127.0.0.1:${port}`;
    this.environment = { ...environment, PORT: String(port) };
    this.isInspected = isInspected;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Whether it was ended with SIGKILL and has not been started again. */
  get isKilled(): boolean {
    return this.killed;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const options = this.isInspected ? ['--inspect=127.0.0.1:0'] : [];
    const child = spawn(process.execPath, [...options, projectFile('dist', 'gateway', 'main.js')], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'] ?? '', APOLLO_TELEMETRY_DISABLED: '1', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.hear(line));
    child.stderr?.on('data', (chunk: Buffer) => this.complain(chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`A gateway ended with ${code}:\n${this.complaint}`)));
    });
    this.killed = false;
  }

  /** Ends it and waits until it is gone. @returns milliseconds that it took */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
    const startedAt = performance.now();
    const gone = once(child, 'exit');
    this.killed = signal === 'SIGKILL';
    child.kill(signal);
    await gone;
    return performance.now() - startedAt;
  }

  /** Of one that is inspected; megabytes. */
  async heapMb(): Promise<number> {
    if (this.inspectorUrl === undefined) throw new Error('Expected a gateway that was started to be inspected.');
    return heapMbAfterCollection(this.inspectorUrl);
  }

  private complain(text: string): void {
    this.inspectorUrl ??= /^Debugger listening on (ws:\S+)$/m.exec(text)?.[1];
    this.complaint = (this.complaint + text).slice(-4_000);
  }

  private hear(line: string): void {
    if (!line.includes('"a subgraph failed"')) return;
    const { subgraph, reason } = JSON.parse(line) as Warning;
    this.warnings.push({ at: Date.now(), subgraph, reason });
    if (this.warnings.length > MOST_WARNINGS) this.warnings.shift();
  }
}
