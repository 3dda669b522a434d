import { parentPort } from 'node:worker_threads';
import { claimedCoordinates } from '../checks/ownership.ts';
import { runChecks } from '../checks/run-checks.ts';
import { apiChanges, type ApiChange } from '../launch/api-changes.ts';
import type { CheckAnswer, SchemaTask } from './composer.ts';
import { composeSubgraphs } from './compose-subgraphs.ts';
import type { Composition } from './composition.ts';

/** Answers one task at a time. */
parentPort?.on('message', (task: SchemaTask) => {
  void answer(task).then((result) =>
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(result),
  );
});

// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage('ready');

async function answer(task: SchemaTask): Promise<Composition | CheckAnswer | ApiChange[]> {
  if (task.kind === 'compare') return apiChanges(task.before, task.after);
  if (task.kind === 'compose') return composeSubgraphs(task.parts);
  const { proposed } = task.input;
  return { results: await runChecks(task.input), claims: proposed ? claimedCoordinates(proposed) : [] };
}
