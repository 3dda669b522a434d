import { Listener } from '../../../platform/database/listen.ts';
import { printGraphRef, readGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { launchChannel } from '../launch/write-launch.ts';
import type { Db } from '../storage/database.ts';
import { findLiveStamp } from '../storage/launches.ts';

/** Which supergraph is live. */
export interface LaunchStamp {
  counter: number;
  sha256: string;
}

export interface LaunchFeedOptions {
  db: Db;
  databaseUrl: string;
  onProblem: (error: unknown) => void;
  /** Called after each launch, whichever instance of the registry made it. */
  onLaunch?: () => void;
}

type Follower = (stamp: LaunchStamp) => void;

/** Tells followers of each launch, whichever instance of the registry made it; one connection to PostgreSQL for all of them. */
export class LaunchFeed {
  private readonly options: LaunchFeedOptions;
  private readonly followers = new Map<string, Set<Follower>>();
  private readonly ends = new Set<() => void>();
  private readonly listener: Listener;

  constructor(options: LaunchFeedOptions) {
    this.options = options;
    this.listener = new Listener({
      url: options.databaseUrl,
      applicationName: 'registry',
      channel: launchChannel,
      onPayload: (ref) => void this.tell(ref),
      // What was launched while nobody listened is not known: everybody is told what is live now.
      onGap: async () => {
        await Promise.all([...this.followers.keys()].map((ref) => this.tell(ref)));
      },
      onProblem: options.onProblem,
    });
  }

  /** The stamp of what is live, at once and after each launch, the newest one where a reader is slow; ends when the reader leaves. */
  async *follow(ref: GraphRef): AsyncGenerator<LaunchStamp, void, undefined> {
    await this.listener.ready();
    let latest: LaunchStamp | undefined;
    let [isOver, wake] = [false, () => {}];
    const end = () => {
      isOver = true;
      wake();
    };
    const leave = this.add(printGraphRef(ref), (stamp) => {
      latest = stamp;
      wake();
    });
    this.ends.add(end);
    try {
      latest = await findLiveStamp(this.options.db, ref);
      for (let told = 0; ;) {
        if (isOver) return;
        if (latest && latest.counter > told) {
          told = latest.counter;
          yield { counter: latest.counter, sha256: latest.sha256 };
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      this.ends.delete(end);
      leave();
    }
  }

  /** Ends every stream. */
  async close(): Promise<void> {
    for (const end of this.ends) end();
    await this.listener.close();
  }

  private add(ref: string, follower: Follower): () => void {
    const followers = this.followers.get(ref) ?? new Set();
    this.followers.set(ref, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0) this.followers.delete(ref);
    };
  }

  private async tell(text: string): Promise<void> {
    this.options.onLaunch?.();
    const ref = readGraphRef(text);
    const followers = this.followers.get(text);
    if (!ref || !followers) return;
    try {
      const stamp = await findLiveStamp(this.options.db, ref);
      if (stamp) for (const follower of followers) follower(stamp);
    } catch (error) {
      this.options.onProblem(error);
    }
  }
}
