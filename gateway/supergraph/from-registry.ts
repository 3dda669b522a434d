import { setTimeout as sleep } from 'node:timers/promises';
import type { SupergraphManager } from '@apollo/gateway';
import type { CompactVerifyGetKey } from 'jose';
import { RegistryClient, type RegistryAccess } from './from-registry-client.ts';
import type { LastGood } from './last-good.ts';
import { openArtifact, type SignedSupergraph } from './signed-artifact.ts';
import { prepareSupergraph } from './supergraph.ts';

/** How a gateway follows a registry. */
export interface RegistryOptions extends RegistryAccess {
  /** The registry's public keys. */
  keys: CompactVerifyGetKey;
  /** Where the newest good artifact is kept for a start without the registry. */
  store: LastGood;
  /** What is served when the registry cannot be asked and nothing was kept; nothing unless told. */
  fallback?: () => Promise<string>;
  /** The hash of the supergraph that is served at the moment: one that is not taken over in the end is not kept. */
  served: () => string | undefined;
  onProblem: (problem: Error) => void;
  /** Told of each supergraph that is handed to the engine. */
  onTaken?: (taken: { counter: number; from: 'registry' | 'disk' | 'file' }) => void;
  /** Milliseconds the registry has at start; 5,000 unless told. */
  patienceMs?: number;
  /** Milliseconds between two looks besides those that the registry asks for; 10,000 unless told. */
  pollMs?: number;
}

type Hooks = Parameters<SupergraphManager['initialize']>[0];

/**
 * The supergraph from a registry: the newest at start, then each new one as soon as the registry says so, and by a look every few seconds where its
 * notices do not get through. Only what the registry signed is taken, and none that is older than one taken before, also before a restart.
 * What cannot be used leaves the one before where it is.
 */
export function supergraphFromRegistry(options: RegistryOptions): SupergraphManager {
  return {
    async initialize(hooks) {
      const follower = new Follower(options, hooks);
      const supergraphSdl = await follower.start();
      return { supergraphSdl, cleanup: () => follower.stop() };
    },
  };
}

const longestPauseMs = 5_000;
/** How long an engine may take to serve what it was handed, and how often one looks. */
const settling = { withinMs: 60_000, everyMs: 100 };

class Follower {
  private readonly options: RegistryOptions;
  private readonly hooks: Hooks;
  private readonly client: RegistryClient;
  private readonly stopping = new AbortController();
  /** The newest that was taken; none older is taken. */
  private newest: Pick<SignedSupergraph, 'counter' | 'sha256'> | undefined;
  private looking: Promise<void> | undefined;
  private shallLookAgain = false;
  private work: Promise<void> = Promise.resolve();
  private lastProblem: string | undefined;

  constructor(options: RegistryOptions, hooks: Hooks) {
    this.options = options;
    this.hooks = hooks;
    this.client = new RegistryClient(options);
  }

  async start(): Promise<string> {
    const sdl = await this.first();
    void this.listen();
    const timer = setInterval(() => this.look(), this.options.pollMs ?? 10_000).unref();
    this.stopping.signal.addEventListener('abort', () => clearInterval(timer));
    return sdl;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    await this.work;
  }

  private async first(): Promise<string> {
    const kept = await this.kept();
    if (kept) this.newest = kept;
    try {
      const signal = AbortSignal.timeout(this.options.patienceMs ?? 5_000);
      const fresh = await this.ask(signal);
      if (fresh) {
        await prepareSupergraph(fresh.sdl);
        return this.starting(fresh, 'registry');
      }
    } catch (error) {
      this.client.forget();
      if (!kept && !this.options.fallback) throw error;
      this.report(new Error(`The registry gave no supergraph at start: ${reasonOf(error)}`, { cause: error }));
    }
    if (kept) return this.starting(kept, 'disk');
    const sdl = await this.options.fallback?.();
    if (sdl === undefined) throw new Error('The registry gave no supergraph, and none was kept.');
    this.options.onTaken?.({ counter: 0, from: 'file' });
    return sdl;
  }

  private starting(taken: SignedSupergraph, from: 'registry' | 'disk'): string {
    this.newest = taken;
    this.options.onTaken?.({ counter: taken.counter, from });
    if (from === 'registry') this.keepOnceServed(taken);
    return taken.sdl;
  }

  /** What was kept counts only as far as it is signed: the disk is no more trusted than the network. */
  private async kept(): Promise<SignedSupergraph | undefined> {
    const { store, graph, keys } = this.options;
    try {
      const text = await store.read();
      return text === undefined ? undefined : await openArtifact(text, graph, keys);
    } catch (error) {
      this.report(new Error(`The supergraph that was kept cannot be used: ${reasonOf(error)}`, { cause: error }));
      return undefined;
    }
  }

  /** Looks again and again at the registry's word, and goes on when the stream breaks. */
  private async listen(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        for await (const _ of this.client.notices(signal)) {
          failures = 0;
          this.look();
        }
      } catch {
        // The looks that go on beside it report what is wrong with the registry.
      }
      // Not all gateways at the same moment, when a registry comes back.
      const pause = Math.min(longestPauseMs, 100 * 2 ** failures) * (0.5 + Math.random());
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One look at a time; what is said meanwhile makes for one more. */
  private look(): void {
    if (this.stopping.signal.aborted) return;
    if (this.looking) {
      this.shallLookAgain = true;
      return;
    }
    this.looking = this.takeNewest().finally(() => {
      this.looking = undefined;
      if (!this.shallLookAgain) return;
      this.shallLookAgain = false;
      this.look();
    });
  }

  private async takeNewest(): Promise<void> {
    try {
      const fresh = await this.ask(this.stopping.signal);
      if (fresh) await this.take(fresh);
      this.lastProblem = undefined;
    } catch (error) {
      this.client.forget();
      if (!this.stopping.signal.aborted) this.report(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** What the registry has, if it is newer than what is there. */
  private async ask(signal: AbortSignal): Promise<SignedSupergraph | undefined> {
    const { graph, keys } = this.options;
    const text = await this.client.current(signal);
    if (text === undefined) return undefined;
    const fresh = await openArtifact(text, graph, keys);
    const { newest } = this;
    if (!newest || fresh.counter > newest.counter) return fresh;
    if (fresh.counter === newest.counter && fresh.sha256 === newest.sha256) return undefined;
    // Threat: an old supergraph was signed too; served again, it opens what has been closed since. Rule: the counter never goes back.
    throw new Error(
      `The registry offers launch ${fresh.counter} after ${newest.counter}. A registry that was restored from a backup has to count on from there; or empty SUPERGRAPH_CACHE and start again.`,
    );
  }

  private async take(fresh: SignedSupergraph): Promise<void> {
    if (fresh.sha256 !== this.newest?.sha256) {
      await prepareSupergraph(fresh.sdl);
      if (this.stopping.signal.aborted) return;
      this.hooks.update(fresh.sdl);
    }
    this.newest = fresh;
    this.options.onTaken?.({ counter: fresh.counter, from: 'registry' });
    this.keepOnceServed(fresh);
  }

  private keepOnceServed(fresh: SignedSupergraph): void {
    this.work = this.work.then(() => this.keep(fresh));
  }

  private async keep(fresh: SignedSupergraph): Promise<void> {
    const { served, store } = this.options;
    const { signal } = this.stopping;
    const end = Date.now() + settling.withinMs;
    while (served() !== fresh.sha256) {
      if (signal.aborted || this.newest !== fresh) return;
      if (Date.now() > end) {
        this.report(new Error(`Launch ${fresh.counter} was not taken over, so it is not kept for the next start.`));
        return;
      }
      await sleep(settling.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
    await store.write(fresh.text).catch((error: unknown) => {
      this.report(
        new Error(`The supergraph could not be kept for the next start: ${reasonOf(error)}`, { cause: error }),
      );
    });
  }

  /** Once, however often a look finds the same. */
  private report(problem: Error): void {
    if (problem.message === this.lastProblem) return;
    this.lastProblem = problem.message;
    this.options.onProblem(problem);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
