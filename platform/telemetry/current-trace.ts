import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceContext } from './trace-context.ts';

const traces = new AsyncLocalStorage<TraceContext>();

/** Runs `work` so that everything it starts, log lines too, knows to which trace it belongs. */
export function withTrace<Result>(trace: TraceContext, work: () => Result): Result {
  return traces.run(trace, work);
}

/** The trace of the request being served, or undefined outside of one. */
export function currentTrace(): TraceContext | undefined {
  return traces.getStore();
}
