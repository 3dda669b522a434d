import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import type { PlanQuestion, WorkerMessage, WorkerStart } from './apollo-worker-protocol.ts';
import { convertApolloPlan } from './convert-apollo-plan.ts';
import type { Plan } from './plan.ts';
import { PlanningTooSlowError, withinBudget } from './planner.ts';
import type { Planner } from './planner.ts';

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
    hasSecond: false,
    overrideLabels: overrideLabels.filter((label) => !percentages.has(label)),
    overridePercentages: [...percentages.values()],
    plan({ operation, overrideLabels: active, overridePercentage, budgetMs }) {
      const passed = [...percentages].flatMap(([label, threshold]) => (overridePercentage < threshold ? [label] : []));
      return thread.plan({ operation, activeLabels: [...active, ...passed] }, budgetMs);
    },
    close: () => thread.close(),
  };
}

/**
 * The worker, which gets one question at a time. A question that takes too long costs the thread, since nothing else stops it:
 * those behind it are asked of the next one.
 */
class PlannerThread {
  overrideLabels: string[] = [];
  private readonly supergraphSdl: string;
  private queue: Promise<unknown> = Promise.resolve();
  private starting: Promise<Worker> | undefined;
  private closed = false;

  private constructor(supergraphSdl: string) {
    this.supergraphSdl = supergraphSdl;
  }

  static async start(supergraphSdl: string): Promise<PlannerThread> {
    const thread = new PlannerThread(supergraphSdl);
    await thread.running();
    return thread;
  }

  plan(question: PlanQuestion, budgetMs: number): Promise<Plan> {
    const answer = this.queue.then(async () => {
      const worker = await this.running();
      try {
        return await withinBudget(budgetMs, async () => convertApolloPlan(await ask(worker, question)));
      } catch (error) {
        if (error instanceof PlanningTooSlowError) await this.end();
        throw error;
      }
    });
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end();
  }

  private running(): Promise<Worker> {
    if (this.closed) return Promise.reject(new Error('The planner is closed.'));
    this.starting ??= this.spawn();
    return this.starting;
  }

  /** Ends the thread; the next question starts another. */
  private async end(): Promise<void> {
    const worker = await this.starting?.catch(() => undefined);
    this.starting = undefined;
    await worker?.terminate();
  }

  private async spawn(): Promise<Worker> {
    const start: WorkerStart = { supergraphSdl: this.supergraphSdl };
    const file = new URL(`./apollo-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: start });
    worker.unref();
    const message = await nextMessage(worker);
    if (message.kind !== 'ready')
      throw new Error(message.kind === 'failed' ? message.message : 'The planner did not start.');
    this.overrideLabels = message.overrideLabels;
    return worker;
  }
}

async function ask(worker: Worker, question: PlanQuestion): Promise<QueryPlan> {
  const answer = nextMessage(worker);
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(question);
  const message = await answer;
  if (message.kind === 'plan') return message.plan;
  throw new Error('message' in message ? message.message : 'The planner gave no plan.');
}

/** Rejects when the thread ends instead. */
function nextMessage(worker: Worker): Promise<WorkerMessage> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
      act();
    };
    worker.once('message', (message: WorkerMessage) => settle(() => resolve(message)));
    worker.once('error', (error: Error) => settle(() => reject(error)));
    worker.once('exit', () => settle(() => reject(new Error('The planner was stopped.'))));
  });
}
