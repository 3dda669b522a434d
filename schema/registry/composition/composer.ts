import { extname } from 'node:path';
import type { CheckInput, CheckResult } from '../checks/check.ts';
import type { ApiChange } from '../launch/api-changes.ts';
import type { Composition, SubgraphPart } from './composition.ts';
import { ExceededError, WorkerPool, type WorkerLimits } from './worker-pool.ts';

export const usualLimits: WorkerLimits = { timeoutMs: 10_000, memoryMb: 512, workers: 2 };

/** What the checks say of a change, and what its subgraph claims as its own. */
export interface CheckAnswer {
  results: CheckResult[];
  /** Coordinates of types and fields. */
  claims: readonly string[];
}

/** What a worker is asked. */
export type SchemaTask =
  | { kind: 'compose'; parts: readonly SubgraphPart[] }
  | { kind: 'check'; input: CheckInput }
  | { kind: 'compare'; before: string; after: string };

/** Works on schemas, off the main thread and within limits. */
export interface Composer {
  compose(parts: readonly SubgraphPart[]): Promise<Composition>;
  check(input: CheckInput): Promise<CheckAnswer>;
  /** What changed for clients between two API schemas. */
  compare(before: string, after: string): Promise<ApiChange[]>;
  /** Loads what is needed, before it is. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export function createComposer(limits: WorkerLimits = usualLimits): Composer {
  const pool = new WorkerPool(new URL(`./schema-worker${extname(import.meta.url)}`, import.meta.url), limits);
  const run = <Answer>(task: SchemaTask) => pool.run<Answer>(task);
  return {
    compose: (parts) =>
      run<Composition>({ kind: 'compose', parts: parts.map(({ name, url, sdl }) => ({ name, url, sdl })) }).catch(
        (error: unknown) => ({
          errors: [{ message: `Composing these subgraphs ${reasonOf(error)}.`, code: 'TOO_COMPLEX' }],
        }),
      ),
    check: (input) =>
      run<CheckAnswer>({ kind: 'check', input }).catch((error: unknown) => ({
        results: [tooComplex(input, reasonOf(error))],
        claims: [],
      })),
    compare: (before, after) =>
      before === after ? Promise.resolve([]) : run<ApiChange[]>({ kind: 'compare', before, after }),
    warm: () => pool.warm(),
    close: () => pool.close(),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof ExceededError) return error.message;
  throw error;
}

function tooComplex({ subgraph }: CheckInput, reason: string): CheckResult {
  return {
    name: 'limits',
    status: 'failed',
    findings: [
      {
        code: 'TOO_COMPLEX',
        severity: 'error',
        message: `Checking ${subgraph} ${reason}.`,
        why: 'What takes the registry so long would take routers as long, and keeps others waiting.',
        remedy: 'Publish fewer or simpler types.',
        key: `TOO_COMPLEX:${subgraph}`,
      },
    ],
  };
}
