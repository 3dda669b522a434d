import { AsyncLocalStorage } from 'node:async_hooks';

const deadlines = new AsyncLocalStorage<number>();

/** Runs `work` so that everything it starts knows when its caller stops waiting (epoch milliseconds). */
export function withDeadline<Result>(deadline: number, work: () => Result): Result {
  return deadlines.run(deadline, work);
}

/** Milliseconds left for the request being served, or undefined outside of one. */
export function remainingMs(): number | undefined {
  const deadline = deadlines.getStore();
  return deadline === undefined ? undefined : deadline - Date.now();
}
