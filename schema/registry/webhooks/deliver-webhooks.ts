import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { RoutingHosts } from '../../../platform/routing-hosts.ts';
import type { Db } from '../storage/database.ts';

export interface DeliveryOptions {
  db: Db;
  clock: () => Date;
  /** Hosts that may be reached although they are inside or not https. */
  allowedHosts: readonly string[];
  onProblem: (error: unknown) => void;
  /** Milliseconds between two looks at what is due. */
  everyMs?: number;
}

/** Sends queued messages until it is closed. */
export interface WebhookDelivery {
  /** Looks at once, for instance after a launch. */
  wake(): void;
  close(): Promise<void>;
}

const minute = 60_000;
/** Pauses after failed attempts; after the last one the message is given up, a day and a half after it was queued. */
const pausesMs = [
  5_000,
  30_000,
  2 * minute,
  10 * minute,
  60 * minute,
  6 * 60 * minute,
  12 * 60 * minute,
  18 * 60 * minute,
];
const timeoutMs = 10_000;
/** For so long nobody else takes what an instance has begun to send. */
const claimMs = 60_000;
const atOnce = 10;

interface Due {
  id: string;
  attempts: number;
  body: string;
  url: string;
  secret: string;
}

/**
 * Delivers messages about launches with Standard Webhooks signatures, at least once each; the id says which have been seen.
 * Threat: whoever names a URL has the registry send requests into its own network. Rule: the same as for routing URLs: https to addresses outside, or a
 * host on the list; redirects are not followed, answers are not read.
 */
export function startWebhookDelivery(options: DeliveryOptions): WebhookDelivery {
  const hosts = new RoutingHosts({ allowed: options.allowedHosts });
  const agent = new Agent({ connect: { lookup: hosts.lookup, timeout: timeoutMs } });
  let [again, running] = [false, undefined as Promise<void> | undefined];
  const closing = new AbortController();

  async function deliverDue(): Promise<void> {
    do {
      again = false;
      const due = await claim(options);
      await Promise.all(due.map((message) => deliver(message)));
      again ||= due.length === atOnce;
    } while (again && !closing.signal.aborted);
  }

  async function deliver(message: Due): Promise<void> {
    const answer = await send(message, hosts, agent, options.clock());
    await settle(options, message, answer);
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    again = true;
    running ??= deliverDue()
      .catch(options.onProblem)
      .finally(() => (running = undefined));
  }

  const timer = setInterval(wake, options.everyMs ?? 5_000).unref();
  return {
    wake,
    async close() {
      closing.abort();
      clearInterval(timer);
      await running;
      await agent.close();
    },
  };
}

/** Takes what is due, so that no other instance does. */
async function claim({ db, clock }: DeliveryOptions): Promise<Due[]> {
  const now = clock();
  const { rows } = await sql<Due>`
    UPDATE webhook_delivery AS d
    SET attempts = d.attempts + 1, next_at = ${new Date(now.getTime() + claimMs)}
    FROM webhook AS w
    WHERE w.id = d.webhook AND d.id IN (
      SELECT id FROM webhook_delivery
      WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_at <= ${now}
      ORDER BY next_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED
    )
    RETURNING d.id, d.attempts, d.body, w.url, w.secret`.execute(db);
  return rows;
}

/** @returns undefined when it was taken, else what went wrong */
async function send(
  { id, body, url, secret }: Due,
  hosts: RoutingHosts,
  dispatcher: Agent,
  now: Date,
): Promise<string | undefined> {
  if (!hosts.permits(new URL(url))) return 'the URL leads where the registry sends nothing';
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body: answer } = await request(url, { method: 'POST', headers, body, dispatcher, signal });
    await answer.dump({ limit: 65_536 });
    return statusCode >= 200 && statusCode < 300 ? undefined : `HTTP status ${statusCode}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  }
}

async function settle(
  { db, clock }: DeliveryOptions,
  { id, attempts }: Due,
  problem: string | undefined,
): Promise<void> {
  const now = clock();
  const pauseMs = pausesMs[attempts - 1];
  const update =
    problem === undefined
      ? { delivered_at: now, last_answer: 'taken' }
      : pauseMs === undefined
        ? { given_up_at: now, last_answer: problem }
        : { next_at: new Date(now.getTime() + pauseMs), last_answer: problem };
  await db.updateTable('webhook_delivery').set(update).where('id', '=', id).execute();
}
