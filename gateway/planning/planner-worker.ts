/** A thread with one planner: building it takes long, planning may, and the event loop must not wait for either. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PlanQuestion, ThreadMessage, ThreadPlanner, ThreadStart } from './planner-protocol.ts';

function tell(message: ThreadMessage): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

async function open({ kind, supergraphSdl }: ThreadStart): Promise<ThreadPlanner> {
  if (kind === 'hive') return (await import('./hive-in-thread.ts')).openHive(supergraphSdl);
  return (await import('./apollo-in-thread.ts')).openApollo(supergraphSdl);
}

function answer(planner: ThreadPlanner, question: PlanQuestion): ThreadMessage {
  try {
    return { kind: 'plan', plan: planner.plan(question) };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ThreadMessage {
  return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
}

try {
  const planner = await open(workerData as ThreadStart);
  parentPort?.on('message', (question: PlanQuestion) => tell(answer(planner, question)));
  const { overrideLabels, overridePercentages } = planner;
  tell({ kind: 'ready', facts: { overrideLabels, overridePercentages } });
} catch (error) {
  tell(failed(error));
}
