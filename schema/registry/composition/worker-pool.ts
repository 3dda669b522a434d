import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface WorkerLimits {
  /** Longest time of one task, milliseconds. */
  timeoutMs: number;
  /** Memory of a worker, MB. */
  memoryMb: number;
  /** Tasks at a time; more wait for their turn. */
  workers: number;
}

/** A task took more time or memory than it may. */
export class ExceededError extends Error {}

/**
 * Threat: a schema that takes seconds, gigabytes or its whole stack to work on stops the registry for everybody.
 * Rule: work on schemas runs in worker threads with a limit of time and of memory; what exceeds one is refused, and its worker is thrown away.
 */
export class WorkerPool {
  private readonly program: URL;
  private readonly limits: WorkerLimits;
  /** Ready, or about to be. */
  private readonly idle: Promise<Worker>[] = [];
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(program: URL, limits: WorkerLimits) {
    this.program = program;
    this.limits = limits;
  }

  /**
   * Sends a task to a worker and gives back its answer.
   * @throws ExceededError
   */
  async run<Answer>(task: unknown): Promise<Answer> {
    await this.turn();
    try {
      return await this.runOn(await (this.idle.pop() ?? this.start()), task);
    } finally {
      this.pass();
    }
  }

  /** Starts a worker before it is needed, unless one has been: loading what it works with takes a second. A task that comes meanwhile waits for it. */
  async warm(): Promise<void> {
    if (this.running > 0 || this.idle.length > 0) return;
    const worker = this.start();
    this.idle.push(worker);
    try {
      const ready = await worker;
      if (this.idle.includes(worker)) ready.unref();
    } catch (error) {
      if (this.idle.includes(worker)) void this.idle.splice(this.idle.indexOf(worker), 1);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.idle.splice(0).map(async (worker) => (await worker).terminate()));
  }

  private async runOn<Answer>(worker: Worker, task: unknown): Promise<Answer> {
    try {
      const answer = await this.answerOf<Answer>(worker, task);
      this.idle.push(Promise.resolve(worker));
      worker.unref();
      return answer;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** A worker that has said it is ready: the time of its tasks does not include loading. */
  private async start(): Promise<Worker> {
    const worker = new Worker(this.program, {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb, stackSizeMb: 16 },
    });
    await once(worker, 'message');
    return worker;
  }

  private async turn(): Promise<void> {
    if (this.running < this.limits.workers) this.running += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Gives the turn to whoever has waited longest. */
  private pass(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }

  private async answerOf<Answer>(worker: Worker, task: unknown): Promise<Answer> {
    const { timeoutMs, memoryMb } = this.limits;
    const over = new AbortController();
    worker.ref();
    const answer = new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => {
        const isTooBig = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        const isTooDeep = error instanceof RangeError;
        if (isTooBig) reject(new ExceededError(`takes more than ${memoryMb} MB of memory`));
        else reject(isTooDeep ? new ExceededError('follows too long a chain of types') : error);
      });
      worker.once('exit', () => reject(new Error('The worker ended before it answered.')));
    });
    const timeout = pause(timeoutMs, undefined, { signal: over.signal }).then(() =>
      Promise.reject(new ExceededError(`takes longer than ${timeoutMs / 1_000} s`)),
    );
    timeout.catch(() => undefined);
    answer.catch(() => undefined);
    try {
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(task);
      return await Promise.race([answer, timeout]);
    } finally {
      over.abort();
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    }
  }
}
