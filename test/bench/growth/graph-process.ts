import { readFile } from 'node:fs/promises';
import { createEngine } from '../../../gateway/execution/engine.ts';
import { HttpTransport } from '../../../gateway/execution/transport/http-transport.ts';
import { prepareSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { operationOverFive } from './many-subgraphs.ts';

/** What a supergraph costs the engine; milliseconds. */
export interface GraphCost {
  /** Read and validated, its planner built, ready to be served. */
  loadMs: number;
  /** The first operation, planned and compiled. */
  firstPlanMs: number;
  /** Median of others of its kind: the planner is warm, the operation is new. */
  warmPlanMs: number;
  /** An operation that was planned before. */
  keptPlanMs: number;
  /** Heap in use once nobody's has been collected. */
  heapMb: number;
}

const OTHERS = 21;

/** A process that serves the supergraph of a file (first argument) by the engine alone, and sends what that cost once it is done. */
const sdl = await readFile(process.argv[2] ?? '', 'utf8');
const engine = createEngine({
  supergraph: { initialize: async () => ({ supergraphSdl: (await prepareSupergraph(sdl)).sdl }) },
  transport: new HttpTransport(),
  headersFor: () => ({}),
  limits: { planningMs: 30_000 },
});

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const loadMs = await msOf(() => engine.load({ apollo: {} }));
const firstPlanMs = await msOf(() => engine.explain(operationOverFive(0)));
const others: number[] = [];
for (let number = 1; number <= OTHERS; number += 1)
  others.push(await msOf(() => engine.explain(operationOverFive(number))));
const keptPlanMs = await msOf(() => engine.explain(operationOverFive(OTHERS)));
globalThis.gc?.();
const cost: GraphCost = {
  loadMs,
  firstPlanMs,
  warmPlanMs: others.toSorted((a, b) => a - b)[Math.floor(OTHERS / 2)] ?? NaN,
  keptPlanMs,
  heapMb: process.memoryUsage().heapUsed / 1_048_576,
};
process.on('message', () => void engine.stop?.().then(() => process.exit()));
process.on('disconnect', () => process.exit());
process.send?.(cost);
