import { setTimeout as sleep } from 'node:timers/promises';
import type { SupergraphManager } from '@apollo/gateway';
import type { LastGood } from './last-good.ts';
import { readSupergraph } from './supergraph.ts';

/** How long a source may take, and who hears of its problems. */
export interface KeepLastGoodOptions {
  /** Milliseconds the source has at start before the kept supergraph is taken; 10,000 unless told. */
  patienceMs?: number;
  /** Milliseconds between two attempts to reach a source that failed at start; 5,000 unless told. */
  retryMs?: number;
  /**
   * Milliseconds the first supergraph must have served before it is kept: one that the gateway refuses, so that it
   * stops again, must not take the place of a good one. 2,000 unless told.
   */
  settleMs?: number;
  /** Told when the kept one is used and when it cannot be written. A warning of the process unless told. */
  onProblem?: (problem: Error) => void;
}

type Hooks = Parameters<SupergraphManager['initialize']>[0];
type Started = Awaited<ReturnType<SupergraphManager['initialize']>>;

/**
 * Puts a supergraph kept on disk behind any source: when the source fails at start, is too slow or sends something unusable, the
 * newest good one is served, and the source is asked again until it answers. Without a kept one the source's error is the answer.
 */
export function keepLastGood(
  source: SupergraphManager,
  store: LastGood,
  options: KeepLastGoodOptions = {},
): SupergraphManager {
  return {
    async initialize(hooks) {
      const keeper = new Keeper(source, store, hooks, options);
      return { supergraphSdl: await keeper.start(), cleanup: () => keeper.stop() };
    },
  };
}

class Keeper {
  private readonly source: SupergraphManager;
  private readonly store: LastGood;
  private readonly hooks: Hooks;
  private readonly onProblem: (problem: Error) => void;
  private readonly patienceMs: number;
  private readonly retryMs: number;
  private readonly settleMs: number;
  private readonly stopping = new AbortController();
  private started: Started | undefined;
  private hasTaken = false;
  private writes: Promise<void> = Promise.resolve();

  constructor(source: SupergraphManager, store: LastGood, hooks: Hooks, options: KeepLastGoodOptions) {
    this.source = source;
    this.store = store;
    this.hooks = hooks;
    this.patienceMs = options.patienceMs ?? 10_000;
    this.retryMs = options.retryMs ?? 5_000;
    this.settleMs = options.settleMs ?? 2_000;
    this.onProblem = options.onProblem ?? ((problem): void => process.emitWarning(problem));
  }

  async start(): Promise<string> {
    const first = this.ask();
    try {
      const sdl = await within(first, this.patienceMs);
      void this.keepOnceSettled(sdl);
      return sdl;
    } catch (error) {
      const kept = await this.store.read();
      if (kept === undefined) {
        first.catch(() => undefined);
        throw error;
      }
      readSupergraph(kept);
      this.report('The source of the supergraph failed at start; the last good one is served', error);
      void this.takeWhenItComes(first);
      return kept;
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.started?.cleanup?.();
    await this.writes;
  }

  /** One attempt: starts the source, makes sure that what it sent can be served, and keeps it. */
  private async ask(): Promise<string> {
    const started = await this.source.initialize({ ...this.hooks, update: (sdl) => this.take(sdl) });
    if (this.stopping.signal.aborted) {
      await started.cleanup?.();
      throw new Error('The source of the supergraph answered after the gateway had stopped.');
    }
    try {
      readSupergraph(started.supergraphSdl);
    } catch (error) {
      await started.cleanup?.();
      throw error;
    }
    this.started = started;
    return started.supergraphSdl;
  }

  private async takeWhenItComes(first: Promise<string>): Promise<void> {
    let attempt = first;
    while (!this.stopping.signal.aborted) {
      try {
        this.take(await attempt);
        return;
      } catch {
        await this.pause(this.retryMs);
        if (this.started || this.stopping.signal.aborted) return;
        attempt = this.ask();
      }
    }
    attempt.catch(() => undefined);
  }

  /** `update` throws where the gateway refuses the supergraph: such a one is never kept. */
  private take(sdl: string): void {
    this.hooks.update(sdl);
    this.hasTaken = true;
    this.keep(sdl);
  }

  private async keepOnceSettled(sdl: string): Promise<void> {
    await this.pause(this.settleMs);
    // What came meanwhile is newer and has been kept.
    if (!this.stopping.signal.aborted && !this.hasTaken) this.keep(sdl);
  }

  /** Ends early when the gateway stops. */
  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }

  private keep(sdl: string): void {
    this.writes = this.writes
      .then(() => this.store.write(sdl))
      .catch((error: unknown) => this.report('The supergraph could not be kept for the next start', error));
  }

  private report(what: string, error: unknown): void {
    this.onProblem(new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
  }
}

async function within<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  const waiting = new AbortController();
  try {
    const late = sleep(ms, undefined, { signal: waiting.signal }).then(() => {
      throw new Error(`no supergraph within ${ms} ms`);
    });
    late.catch(() => undefined);
    return await Promise.race([work, late]);
  } finally {
    waiting.abort();
  }
}
