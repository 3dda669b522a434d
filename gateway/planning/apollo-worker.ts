/** A thread with one `@apollo/query-planner`: building it and planning take long, and the event loop must not wait. */
import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { PlanQuestion, WorkerMessage, WorkerStart } from './apollo-worker-protocol.ts';

function tell(message: WorkerMessage): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

function serve({ supergraphSdl }: WorkerStart): void {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  const labels = overrideLabels(supergraph);
  parentPort?.on('message', ({ operation, activeLabels }: PlanQuestion) => {
    try {
      const overrideConditions = new Map(labels.map((label) => [label, activeLabels.includes(label)]));
      const parsed = operationFromDocument(apiSchema, parse(operation), { validate: false });
      tell({ kind: 'plan', plan: planner.buildQueryPlan(parsed, { overrideConditions }) });
    } catch (error) {
      tell({ kind: 'refused', message: messageOf(error) });
    }
  });
  tell({ kind: 'ready', overrideLabels: labels });
}

function overrideLabels(supergraph: Supergraph): string[] {
  const labels = new Set<string>();
  for (const application of supergraph.schema.directive('join__field')?.applications() ?? []) {
    const label: unknown = application.arguments()['overrideLabel'];
    if (typeof label === 'string') labels.add(label);
  }
  return [...labels];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  serve(workerData as WorkerStart);
} catch (error) {
  tell({ kind: 'failed', message: messageOf(error) });
}
