import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import type { PlanQuestion, WorkerMessage, WorkerStart } from './apollo-worker-protocol.ts';
import { convertApolloPlan } from './convert-apollo-plan.ts';
import { withDependencies } from './dependencies.ts';
import type { PlanRequest, Planner } from './planner.ts';

interface Waiting {
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/**
 * The planner of `@apollo/query-planner`, in a thread of its own. It knows all of Federation, where the native one does not.
 * @throws when it refuses the supergraph
 */
export async function apolloPlanner(supergraphSdl: string): Promise<Planner> {
  const thread = await PlannerThread.start(supergraphSdl);
  const { overrideLabels } = thread;
  const percentages = new Map<string, number>();
  for (const label of overrideLabels) {
    const percentage = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1];
    if (percentage !== undefined) percentages.set(label, Number(percentage));
  }
  return {
    name: 'apollo',
    overrideLabels: overrideLabels.filter((label) => !percentages.has(label)),
    overridePercentages: [...percentages.values()],
    async plan({ operation, overrideLabels: active, overridePercentage, signal }: PlanRequest) {
      const passed = [...percentages].flatMap(([label, threshold]) => (overridePercentage < threshold ? [label] : []));
      const plan = await thread.plan(operation, [...active, ...passed], signal);
      return withDependencies(convertApolloPlan(plan), false);
    },
    close: () => thread.close(),
  };
}

/** The worker and the questions it has not answered. A question that takes too long costs the thread: nothing else stops it. */
class PlannerThread {
  overrideLabels: string[] = [];
  private readonly supergraphSdl: string;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private starting: Promise<Worker> | undefined;
  private lastId = 0;
  private closed = false;

  private constructor(supergraphSdl: string) {
    this.supergraphSdl = supergraphSdl;
  }

  static async start(supergraphSdl: string): Promise<PlannerThread> {
    const thread = new PlannerThread(supergraphSdl);
    await thread.running();
    return thread;
  }

  async plan(operation: string, activeLabels: string[], signal: AbortSignal): Promise<QueryPlan> {
    const worker = await this.running();
    signal.throwIfAborted();
    this.lastId += 1;
    const id = this.lastId;
    const giveUp = (): void => void this.restart(worker);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await new Promise<QueryPlan>((resolve, reject) => {
        this.waiting.set(id, { resolve, reject });
        const question: PlanQuestion = { id, operation, activeLabels };
        worker.postMessage(question);
      });
    } finally {
      this.waiting.delete(id);
      signal.removeEventListener('abort', giveUp);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.restart(this.worker);
  }

  private running(): Promise<Worker> {
    if (this.closed) return Promise.reject(new Error('The planner is closed.'));
    this.starting ??= this.spawn();
    return this.starting;
  }

  /** Ends the thread; the next question starts another. */
  private async restart(worker: Worker | undefined): Promise<void> {
    if (!worker || worker !== this.worker) return;
    this.worker = undefined;
    this.starting = undefined;
    for (const { reject } of this.waiting.values())
      reject(new Error('Planning was given up because it took too long.'));
    await worker.terminate();
  }

  private spawn(): Promise<Worker> {
    const start: WorkerStart = { supergraphSdl: this.supergraphSdl };
    const file = new URL(`./apollo-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: start });
    worker.unref();
    this.worker = worker;
    return new Promise((resolve, reject) => {
      worker.on('error', (error: Error) => {
        reject(error);
        void this.restart(worker);
      });
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'plan') this.waiting.get(message.id)?.resolve(message.plan);
        else if (message.kind === 'refused') this.waiting.get(message.id)?.reject(new Error(message.message));
        else if (message.kind === 'failed') reject(new Error(message.message));
        else {
          this.overrideLabels = message.overrideLabels;
          resolve(worker);
        }
      });
    });
  }
}
