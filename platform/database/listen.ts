import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface ListenOptions {
  /** postgres:// URL of the service's own role. */
  url: string;
  applicationName: string;
  channel: string;
  /** Milliseconds between two looks at the connection; 15,000 unless told. */
  heartbeatMs?: number;
  onPayload: (payload: string) => void;
  /**
   * Called when the connection is back. What was committed after `snapshot` (a `pg_snapshot`) may not have been heard, and some of it may have been.
   * When it rejects, the connection is made anew and it is called again.
   */
  onGap: (snapshot: string) => Promise<void>;
  /** The connection was lost; it is made anew. */
  onProblem: (error: unknown) => void;
}

const longestPauseMs = 5_000;
const patienceMs = 5_000;

/**
 * One connection that LISTENs to a channel, made anew whenever it is lost.
 *
 * PostgreSQL keeps no notification for who is not there. So the snapshot of the database is remembered again and again; after a loss it says exactly which
 * transactions have finished since, whatever their clocks say. The one before the last is used: a notification can lag behind the snapshot that contains its
 * transaction.
 */
export class Listener {
  private readonly options: ListenOptions;
  private readonly stopping = new AbortController();
  private snapshots: string[] = [];
  private heard: Promise<void>;
  private announceHearing: () => void = () => undefined;
  private client: pg.Client | undefined;
  private readonly running: Promise<void>;

  constructor(options: ListenOptions) {
    this.options = options;
    this.heard = new Promise((resolve) => (this.announceHearing = resolve));
    this.running = this.run();
  }

  /** Resolves once the channel was listened to for the first time: what is committed from then on is heard, or told by `onGap`. */
  ready(): Promise<void> {
    return this.heard;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const startedAt = Date.now();
      try {
        await this.listenUntilLost();
      } catch (error) {
        if (!signal.aborted) this.options.onProblem(error);
      }
      if (Date.now() - startedAt > longestPauseMs) failures = 0;
      const pauseMs = Math.min(longestPauseMs, 50 * 2 ** failures) * (0.5 + Math.random() / 2);
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Rejects when the connection is lost. */
  private async listenUntilLost(): Promise<void> {
    const { url, applicationName, channel, heartbeatMs = 15_000, onPayload, onGap } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `${applicationName} (listens)`,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      keepAlive: true,
    });
    this.client = client;
    const lost = new Promise<never>((_resolve, reject) => {
      client.once('error', reject);
      client.once('end', () => reject(new Error('The connection that listens was closed.')));
    });
    // Whoever waits for something else at the time still sees it below.
    lost.catch(() => undefined);
    client.on('notification', ({ payload }) => onPayload(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      const [before] = this.snapshots;
      const now = await snapshotOf(client);
      if (before !== undefined) await onGap(before);
      this.snapshots = [now];
      this.announceHearing();
      for (;;) {
        await Promise.race([lost, pause(heartbeatMs, undefined, { signal: this.stopping.signal })]);
        this.snapshots = [...this.snapshots.slice(-1), await snapshotOf(client)];
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function snapshotOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
  if (!rows[0]) throw new Error('PostgreSQL gave no snapshot.');
  return rows[0].snapshot;
}
