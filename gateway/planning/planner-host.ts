import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PlannerMessage, PlannerRequest } from './planner-protocol.ts';

/** Where a planner runs: it gets one request at a time and answers each. */
export interface PlannerHost {
  /** Rejects with `PlannerStoppedError` when it ends instead. */
  ask(request: PlannerRequest): Promise<PlannerMessage>;
  end(): Promise<void>;
}

/** The planner ended while it should have answered. */
export class PlannerStoppedError extends Error {
  override readonly name = 'PlannerStoppedError';

  constructor() {
    super('The planner stopped.');
  }
}

const PROGRAM = new URL(`./planner-worker${extname(import.meta.url)}`, import.meta.url);

/** A thread of this process: for a planner in JavaScript, whose worst is to be slow. */
export function threadHost(): PlannerHost {
  const worker = new Worker(PROGRAM);
  worker.unref();
  return {
    async ask(request) {
      worker.ref();
      try {
        // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage(request);
        return await answerOf(worker);
      } finally {
        worker.unref();
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}

/**
 * A process of its own: for a native planner. Threat: native code that panics takes its process with it, and native code that
 * does not come to an end cannot be stopped in a thread. Rule: it runs where only planning dies with it.
 */
export function processHost(): PlannerHost {
  const child = fork(fileURLToPath(PROGRAM), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const release = (): void => {
    child.unref();
    child.channel?.unref();
  };
  release();
  return {
    async ask(request) {
      if (!child.connected) throw new PlannerStoppedError();
      child.ref();
      child.channel?.ref();
      try {
        child.send(request);
        return await answerOf(child);
      } finally {
        release();
      }
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

interface Answering {
  once(event: 'message', listener: (message: PlannerMessage) => void): unknown;
  once(event: 'error' | 'exit', listener: () => void): unknown;
  removeAllListeners(event: 'message' | 'error' | 'exit'): unknown;
}

function answerOf(host: Answering): Promise<PlannerMessage> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      for (const event of ['message', 'error', 'exit'] as const) host.removeAllListeners(event);
      act();
    };
    host.once('message', (message) => settle(() => resolve(message)));
    host.once('error', () => settle(() => reject(new PlannerStoppedError())));
    host.once('exit', () => settle(() => reject(new PlannerStoppedError())));
  });
}
