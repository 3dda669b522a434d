import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectFile, projectRoot } from '../../../platform/project-root.ts';

/** A gateway that is started again after each end, always at the same port. */
export class RunningGateway {
  readonly origin: string;
  /** What it wrote on standard error, the end of it. */
  complaint = '';
  private readonly environment: Readonly<Record<string, string>>;
  private child: ChildProcess | undefined;

  constructor(port: number, environment: Readonly<Record<string, string>>) {
    this.origin = `http://127.0.0.1:${port}`;
    this.environment = { ...environment, PORT: String(port) };
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [projectFile('dist', 'gateway', 'main.js')], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'] ?? '', APOLLO_TELEMETRY_DISABLED: '1', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    child.stdout?.resume();
    child.stderr?.on('data', (chunk: Buffer) => (this.complaint = (this.complaint + chunk.toString()).slice(-4_000)));
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`A gateway ended with ${code}:\n${this.complaint}`)));
    });
  }

  /** Ends it and waits until it is gone. @returns milliseconds that it took */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
    const startedAt = performance.now();
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return performance.now() - startedAt;
  }
}
