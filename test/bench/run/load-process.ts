import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

/** What a load process is asked for. */
export interface LoadOrder {
  url: string;
  /** Bodies sent in turn. */
  bodies: string[];
  /** Values of `authorization`, sent in turn; none unless told. */
  authorizations?: string[];
  connections: number;
  /** Stops after this many milliseconds, */
  ms: number;
  /** but not before this many requests. */
  requests: number;
  /** Whether failures are read for and counted; unless told the first one ends the load. */
  countsFailures?: boolean;
}

/** What came of it. */
export interface LoadResult {
  requests: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
  /** The first. */
  failure?: string;
}

const HEADERS = ['content-type', 'application/json', 'accept', 'application/json'];

/** One answer: the status counts, and every hundredth is searched for errors. */
class Answer implements Dispatcher.DispatchHandler {
  private readonly done: (failure: string | undefined) => void;
  private readonly kept: Buffer[] | undefined;
  private status = 0;

  constructor(isSample: boolean, done: (failure: string | undefined) => void) {
    this.done = done;
    this.kept = isSample ? [] : undefined;
  }

  onRequestStart(): void {
    this.status = 0;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.kept?.push(chunk);
  }

  onResponseEnd(): void {
    const text = this.kept && Buffer.concat(this.kept).toString();
    const isWrong = this.status !== 200 || text?.includes('"errors":');
    this.done(isWrong ? `status ${this.status} ${text?.slice(0, 500) ?? ''}` : undefined);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.done(String(error));
  }
}

/** As many requests in flight as there are connections, for as long as it was told. */
function load(order: LoadOrder): Promise<LoadResult> {
  const { url, bodies, authorizations = [], connections, ms, requests, countsFailures = false } = order;
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, headersTimeout: 0, bodyTimeout: 0 });
  const durations: number[] = [];
  const started = performance.now();
  let sent = 0;
  let running = connections;
  let failed = 0;
  let failure: string | undefined;
  return new Promise((resolve) => {
    const finish = (): void => {
      const seconds = (performance.now() - started) / 1_000;
      durations.sort((a, b) => a - b);
      const quantile = (share: number): number => durations[Math.floor(durations.length * share)] ?? NaN;
      const result = { requests: durations.length, seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99), failed };
      void pool.destroy().then(() => resolve(failure === undefined ? result : { ...result, failure }));
    };
    const next = (): void => {
      const begun = performance.now();
      if ((failed > 0 && !countsFailures) || (begun - started >= ms && sent >= requests)) {
        running -= 1;
        if (running === 0) finish();
        return;
      }
      const body = bodies[sent % bodies.length];
      const authorization = authorizations[sent % authorizations.length];
      const headers = authorization === undefined ? HEADERS : [...HEADERS, 'authorization', authorization];
      sent += 1;
      const answer = new Answer(countsFailures || sent % 100 === 1, (problem) => {
        if (problem !== undefined) failed += 1;
        failure ??= problem;
        durations.push(performance.now() - begun);
        next();
      });
      pool.dispatch({ path, method: 'POST', headers, body }, answer);
    };
    for (let count = 0; count < connections; count += 1) next();
  });
}

process.on('message', (order: LoadOrder | 'stop') => {
  if (order === 'stop') process.exit();
  void load(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
