import type { Kysely } from 'kysely';
import { Listener } from '../../../platform/database/listen.ts';
import { subgraphError } from '../errors.ts';
import { PendingChanges, type Change } from './pending-changes.ts';

/** What a subgraph with subscriptions announces: `{"id", "citizen"}` as JSON over a channel of PostgreSQL. */
export interface Announcements<Database> {
  /** Name of the channel that triggers NOTIFY. */
  channel: string;
  /** What changed in transactions that were not finished in `snapshot` (a `pg_snapshot`, as text). */
  findMissed(db: Kysely<Database>, snapshot: string): Promise<Change[]>;
}

export interface ChangeFeedOptions<Database> {
  announcements: Announcements<Database>;
  db: Kysely<Database>;
  url: string;
  applicationName: string;
  onProblem: (error: unknown) => void;
  heartbeatMs?: number;
}

const patienceMs = 5_000;

/**
 * Tells subscribers what changed for a citizen: one connection to PostgreSQL for all of them, opened when the first comes.
 * Every change committed while somebody is subscribed reaches them at least once, also across a loss of that connection.
 */
export class ChangeFeed<Database> {
  private readonly options: ChangeFeedOptions<Database>;
  private readonly subscribers = new Map<string, Set<PendingChanges>>();
  private listener: Listener | undefined;

  constructor(options: ChangeFeedOptions<Database>) {
    this.options = options;
  }

  /**
   * The changes of one citizen from now on.
   * @throws SERVICE_UNAVAILABLE when the database cannot be listened to
   */
  async of(citizen: string): Promise<PendingChanges> {
    const changes = this.add(citizen);
    try {
      await within(patienceMs, this.listening().ready());
      return changes;
    } catch (error) {
      await changes.return();
      throw error;
    }
  }

  async close(): Promise<void> {
    const ended = subgraphError('SERVICE_UNAVAILABLE', 'The service is stopping. Subscribe again.');
    for (const subscribers of this.subscribers.values()) for (const changes of subscribers) changes.fail(ended);
    await this.listener?.close();
  }

  private listening(): Listener {
    const { announcements, db, url, applicationName, onProblem, heartbeatMs } = this.options;
    this.listener ??= new Listener({
      url,
      applicationName,
      channel: announcements.channel,
      ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
      onPayload: (payload) => this.hear(payload),
      onGap: async (snapshot) => {
        for (const change of await announcements.findMissed(db, snapshot)) this.tell(change);
      },
      onProblem,
    });
    return this.listener;
  }

  private add(citizen: string): PendingChanges {
    const subscribers = this.subscribers.get(citizen) ?? new Set();
    this.subscribers.set(citizen, subscribers);
    const changes = new PendingChanges(() => {
      subscribers.delete(changes);
      if (subscribers.size === 0) this.subscribers.delete(citizen);
    });
    subscribers.add(changes);
    return changes;
  }

  private hear(payload: string): void {
    const change = readChange(payload);
    if (change) this.tell(change);
    else
      this.options.onProblem(
        new Error(`An announcement on ${this.options.announcements.channel} has no id or citizen.`),
      );
  }

  private tell(change: Change): void {
    const subscribers = this.subscribers.get(change.citizen);
    if (subscribers) for (const changes of subscribers) changes.add(change);
  }
}

/** Any role of the database can NOTIFY: what is not of the right shape is no change. */
function readChange(payload: string): Change | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    if (!value || typeof value !== 'object' || !('id' in value) || !('citizen' in value)) return undefined;
    const { id, citizen } = value;
    return typeof id === 'string' && typeof citizen === 'string' ? { id, citizen } : undefined;
  } catch {
    return undefined;
  }
}

async function within(ms: number, ready: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () =>
      reject(subgraphError('SERVICE_UNAVAILABLE', 'Changes cannot be followed at the moment. Try again in a minute.'));
    timer = setTimeout(refuse, ms);
  });
  try {
    await Promise.race([ready, late]);
  } finally {
    clearTimeout(timer);
  }
}
