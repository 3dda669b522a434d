/** A thread or process with one planner: building it takes long, planning may, and the event loop must not wait for either. */
import { parentPort } from 'node:worker_threads';
import type { HostedPlanner, PlannerMessage, PlannerRequest, PlannerStart } from './planner-protocol.ts';

let planner: HostedPlanner | undefined;

async function open({ kind, supergraphSdl }: PlannerStart): Promise<HostedPlanner> {
  if (kind === 'hive') return (await import('./hive-hosted.ts')).openHive(supergraphSdl);
  return (await import('./apollo-hosted.ts')).openApollo(supergraphSdl);
}

async function answer(request: PlannerRequest): Promise<PlannerMessage> {
  try {
    if ('kind' in request) {
      planner = await open(request);
      const { overrideLabels, overridePercentages } = planner;
      return { kind: 'ready', facts: { overrideLabels, overridePercentages } };
    }
    return { kind: 'plan', plan: planner?.plan(request) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function reply(request: PlannerRequest): Promise<void> {
  const message = await answer(request);
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
}

(parentPort ?? process).on('message', (request: PlannerRequest) => void reply(request));
if (!parentPort) {
  process.on('disconnect', () => process.exit());
  // A signal to all processes of a terminal is the parent's to act on.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}
