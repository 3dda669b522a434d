import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Plan } from './plan.ts';
import { PlanningTooSlowError, withinBudget } from './planner.ts';
import type { PlanQuestion, ThreadFacts, ThreadMessage, ThreadStart } from './planner-protocol.ts';

/**
 * A planner's thread, which gets one question at a time. A question that takes too long costs the thread, since nothing else
 * stops it: those behind it are asked of the next one.
 */
export class PlannerThread {
  facts: ThreadFacts = { overrideLabels: [], overridePercentages: [] };
  private readonly about: ThreadStart;
  private readonly convert: (plan: unknown) => Plan;
  private queue: Promise<unknown> = Promise.resolve();
  private starting: Promise<Worker> | undefined;
  private closed = false;

  private constructor(about: ThreadStart, convert: (plan: unknown) => Plan) {
    this.about = about;
    this.convert = convert;
  }

  /** @throws when the planner refuses the supergraph */
  static async start(about: ThreadStart, convert: (plan: unknown) => Plan): Promise<PlannerThread> {
    const thread = new PlannerThread(about, convert);
    await thread.running();
    return thread;
  }

  /** The budget counts from when the thread turns to the question. @throws PlanningTooSlowError */
  plan(question: PlanQuestion, budgetMs: number): Promise<Plan> {
    const answer = this.queue.then(async () => {
      const worker = await this.running();
      return withinBudget(budgetMs, async () => this.convert(await ask(worker, question)));
    });
    this.queue = answer.catch((error: unknown) => {
      // Not waited for: native code ends when it is done, and others are to get their plans from a new thread.
      if (error instanceof PlanningTooSlowError) void this.end();
    });
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
    const { starting } = this;
    this.starting = undefined;
    const worker = await starting?.catch(() => undefined);
    await worker?.terminate();
  }

  private async spawn(): Promise<Worker> {
    const file = new URL(`./planner-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: this.about });
    worker.unref();
    const message = await nextMessage(worker);
    if (message.kind === 'ready') {
      this.facts = message.facts;
      return worker;
    }
    await worker.terminate();
    throw new Error(message.kind === 'failed' ? message.message : 'The planner did not start.');
  }
}

async function ask(worker: Worker, question: PlanQuestion): Promise<unknown> {
  const answer = nextMessage(worker);
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(question);
  const message = await answer;
  if (message.kind === 'plan') return message.plan;
  throw new Error(message.kind === 'failed' ? message.message : 'The planner gave no plan.');
}

/** Rejects when the thread ends instead. */
function nextMessage(worker: Worker): Promise<ThreadMessage> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
      worker.unref();
      act();
    };
    worker.ref();
    worker.once('message', (message: ThreadMessage) => settle(() => resolve(message)));
    worker.once('error', (error: Error) => settle(() => reject(error)));
    worker.once('exit', () => settle(() => reject(new Error('The planner was stopped.'))));
  });
}
