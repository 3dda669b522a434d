import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Faults } from './faults.ts';
import type { Transaction } from './transactions.ts';

export interface Callback {
  id: string;
  timestamp: Date;
  body: string;
}

/** How long after a failed attempt the next one comes, milliseconds. */
const pauses = [200, 1_000, 5_000];

/** Tells the one who asked for a transaction that it has changed: Standard Webhooks, tried a few times. */
export class Callbacks {
  /** Where to; settable, since the one who is told may start later. */
  url: string | undefined;
  readonly sent: Callback[] = [];
  readonly #signer: Webhook;
  readonly #forger = new Webhook(`whsec_${Buffer.from('somebody who does not know it').toString('base64')}`);
  readonly #faults: Faults;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(url: string | undefined, secret: string, faults: Faults) {
    this.url = url;
    this.#signer = new Webhook(secret);
    this.#faults = faults;
  }

  tell({ transactionId, requestId, status, changedAt, createdAt }: Transaction): void {
    const { callbacks } = this.#faults;
    if (callbacks === 'none') return;
    const callback = (state: string, at: string): Callback => ({
      id: `msg_${randomUUID()}`,
      timestamp: new Date(),
      body: JSON.stringify({
        type: 'transaction.changed',
        timestamp: at,
        data: { transactionId, requestId, status: state },
      }),
    });
    const now = callback(status, changedAt);
    if (callbacks === 'duplicate') for (const each of [now, now, callback(status, changedAt)]) this.#start(each);
    else this.#start(now);
    if (callbacks === 'reordered') this.#start(callback('INITIAL', createdAt), 100);
  }

  /** Sends again, as it was, what was sent before. */
  replay(callback: Callback): Promise<number> {
    return this.#post(callback);
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  #start(callback: Callback, afterMs = 0): void {
    this.sent.push(callback);
    const run = this.#deliver(callback, afterMs).catch(() => undefined);
    this.#running.add(run);
    void run.then(() => this.#running.delete(run));
  }

  async #deliver(callback: Callback, afterMs: number): Promise<void> {
    const { signal } = this.#stopping;
    if (afterMs) await pause(afterMs, undefined, { signal });
    for (const wait of [...pauses, undefined]) {
      const status = await this.#post(callback).catch(() => 0);
      if ((status >= 200 && status < 300) || wait === undefined) return;
      await pause(wait, undefined, { signal });
    }
  }

  async #post({ id, timestamp, body }: Callback): Promise<number> {
    if (!this.url) return 204;
    const signer = this.#faults.callbacks === 'forged' ? this.#forger : this.#signer;
    const response = await fetch(this.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(10_000)]),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1_000)),
        'webhook-signature': signer.sign(id, timestamp, body),
      },
      body,
    });
    await response.body?.cancel();
    return response.status;
  }
}
