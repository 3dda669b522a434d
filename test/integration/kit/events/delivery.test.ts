import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { sql, type Transaction } from 'kysely';
import { startDelivery, type Delivery, type Rhythm } from '../../../../subgraphs/kit/events/delivery.ts';
import { findDeadEvents, reviveEvent } from '../../../../subgraphs/kit/events/dead-events.ts';
import { EventRefused } from '../../../../subgraphs/kit/events/inbox.ts';
import { removeOldEvents } from '../../../../subgraphs/kit/events/outgoing-events.ts';
import { writeEvent } from '../../../../subgraphs/kit/events/write-event.ts';
import { eventually } from '../../../testkit/system.ts';
import { effects, newSecret, openInbox, openServices, recordingLog, type ServiceTables } from './event-services.ts';

const secret = newSecret();
const quick: Partial<Rhythm> = { lookEveryMs: 20, firstPauseMs: 20, longestPauseMs: 100 };

let services: Awaited<ReturnType<typeof openServices>>;
let open: (FastifyInstance | Delivery)[];
beforeEach(async () => {
  services = await openServices();
  open = [];
});
afterEach(async () => {
  for (const one of open.toReversed()) await one.close();
  await services.close();
});

async function inbox(options: Parameters<typeof openInbox>[2] = {}, secrets: readonly string[] = [secret]) {
  const { app, url } = await openInbox(services.receiver, secrets, options);
  open.push(app);
  return url;
}

interface Wanted {
  rhythm?: Partial<Rhythm>;
  secrets?: string[];
}

function deliver(url: string, { rhythm = {}, secrets = [secret] }: Wanted = {}) {
  const { log, lines } = recordingLog();
  const delivery = startDelivery({
    db: services.sender,
    log,
    destinations: [{ name: 'receiver', url, secrets }],
    rhythm: { ...quick, ...rhythm },
  });
  open.push(delivery);
  return { delivery, lines };
}

const write = (subject: string, step: number, destination = 'receiver', at = new Date()) =>
  services.sender
    .transaction()
    .execute((transaction) =>
      writeEvent(transaction, { type: 'thing.happened', subject, destination, data: { subject, step }, at }),
    );

const count = async (what: 'waiting' | 'delivered' | 'dead') => {
  const query = services.sender.selectFrom('outgoing_event').select(sql<number>`count(*)`.as('n'));
  const chosen = {
    waiting: query.where('delivered_at', 'is', null).where('dead_at', 'is', null),
    delivered: query.where('delivered_at', 'is not', null),
    dead: query.where('dead_at', 'is not', null),
  }[what];
  return (await chosen.executeTakeFirstOrThrow()).n;
};
const allDelivered = (n: number) =>
  eventually(`${n} delivered events`, async () => (await count('delivered')) === n, 20_000);

test('events arrive once and in order, of many subjects at the same time', async () => {
  deliver(await inbox());
  const subjects = Array.from({ length: 12 }, (_, n) => `subject-${n}`);
  await Promise.all(
    subjects.map(async (subject) => {
      for (const step of [1, 2, 3, 4, 5]) await write(subject, step);
    }),
  );
  await allDelivered(60);
  expect(await effects(services.receiver)).toEqual(
    Object.fromEntries(subjects.map((subject) => [subject, [1, 2, 3, 4, 5]])),
  );
});

test('an event of a transaction that is rolled back is never sent', async () => {
  deliver(await inbox());
  const attempt = services.sender.transaction().execute(async (transaction) => {
    await writeEvent(transaction, { type: 'thing.happened', subject: 'a', destination: 'receiver', data: {} });
    throw new Error('changed my mind');
  });
  await expect(attempt).rejects.toThrow('changed my mind');
  await write('b', 1);
  await allDelivered(1);
  expect(await effects(services.receiver)).toEqual({ b: [1] });
});

test('events of one subject leave in the order in which their changes got hold of it, whichever transaction began first', async () => {
  await sql`INSERT INTO effect (subject, step) VALUES ('a row to wait for', 0)`.execute(services.sender);
  const lock = sql`SELECT FROM effect WHERE step = 0 FOR UPDATE`;
  const writeIn = (transaction: Transaction<ServiceTables>, step: number) =>
    writeEvent(transaction, {
      type: 'thing.happened',
      subject: 'a',
      destination: 'receiver',
      data: { subject: 'a', step },
    });
  let secondIsThrough: () => void = () => undefined;
  const secondCommitted = new Promise<void>((resolve) => (secondIsThrough = resolve));
  const early = services.sender.transaction().execute(async (transaction) => {
    await sql`SELECT now()`.execute(transaction);
    await secondCommitted;
    await lock.execute(transaction);
    await writeIn(transaction, 2);
  });
  await services.sender.transaction().execute(async (transaction) => {
    await lock.execute(transaction);
    await writeIn(transaction, 1);
  });
  secondIsThrough();
  await early;
  deliver(await inbox());
  await allDelivered(2);
  expect(await effects(services.receiver)).toEqual({ a: [1, 2] });
});

test('several instances at the same time deliver each event once and in order', async () => {
  const url = await inbox();
  for (let n = 0; n < 4; n++) deliver(url);
  for (let step = 1; step <= 20; step++) await Promise.all(['a', 'b', 'c'].map((subject) => write(subject, step)));
  await allDelivered(60);
  const steps = Array.from({ length: 20 }, (_, n) => n + 1);
  expect(await effects(services.receiver)).toEqual({ a: steps, b: steps, c: steps });
});

describe('a receiver that fails', () => {
  test('gets the event again until it takes it, and what follows afterwards', async () => {
    let failures = 3;
    deliver(
      await inbox({
        async handle(transaction, { data }) {
          if (failures-- > 0) throw new Error('not now');
          const { subject, step } = data as { subject: string; step: number };
          await sql`INSERT INTO effect (subject, step) VALUES (${subject}, ${step})`.execute(transaction);
        },
      }),
    );
    await write('a', 1);
    await write('a', 2);
    await allDelivered(2);
    expect(await effects(services.receiver)).toEqual({ a: [1, 2] });
    const [first] = await services.sender.selectFrom('outgoing_event').select('attempts').orderBy('number').execute();
    expect(first?.attempts).toBe(4);
  });

  test('for one subject holds back that subject alone', async () => {
    deliver(
      await inbox({
        async handle(transaction, { data }) {
          const { subject, step } = data as { subject: string; step: number };
          if (subject === 'poisoned') throw new Error('never');
          await sql`INSERT INTO effect (subject, step) VALUES (${subject}, ${step})`.execute(transaction);
        },
      }),
    );
    await write('poisoned', 1);
    await write('poisoned', 2);
    for (const step of [1, 2, 3]) await write('healthy', step);
    await allDelivered(3);
    expect(await effects(services.receiver)).toEqual({ healthy: [1, 2, 3] });
    expect(await count('waiting')).toBe(2);
  });

  test('or hangs holds back no other receiver', async () => {
    const hanging = fastify({ forceCloseConnections: true });
    hanging.post('/', () => new Promise(() => undefined));
    const origin = await hanging.listen({ port: 0, host: '127.0.0.1' });
    const { log } = recordingLog();
    const delivery = startDelivery({
      db: services.sender,
      log,
      destinations: [
        { name: 'hanging', url: origin, secrets: [secret] },
        { name: 'receiver', url: await inbox(), secrets: [secret] },
      ],
      rhythm: quick,
    });
    for (let n = 0; n < 20; n++) await write(`h${n}`, 1, 'hanging');
    await write('a', 1);
    await allDelivered(1);
    expect(await effects(services.receiver)).toEqual({ a: [1] });
    const closing = Date.now();
    await delivery.close();
    expect(Date.now() - closing).toBeLessThan(9_000);
    await hanging.close();
  });
});

describe('what is given up', () => {
  const refusing = () =>
    inbox({
      handle(_transaction, { data }) {
        const { subject } = data as { subject: string };
        return subject === 'refused' ? Promise.reject(new EventRefused('no such thing')) : Promise.resolve();
      },
    });

  test('is an event that the receiver refuses: at once, and told to the operator', async () => {
    const { lines } = deliver(await refusing());
    await write('refused', 1);
    await eventually('a dead event', async () => (await count('dead')) === 1, 10_000);
    const [dead] = await findDeadEvents(services.sender);
    expect(dead).toMatchObject({ subject: 'refused', attempts: 1, problem: 'the receiver answered 422' });
    expect(lines.join('')).toContain('an event was given up');
  });

  test('is an event that nobody took for days', async () => {
    deliver('http://127.0.0.1:9/nobody', { rhythm: { giveUpAfterMs: 86_400_000 } });
    await write('old', 1, 'receiver', new Date(Date.now() - 2 * 86_400_000));
    await write('young', 1);
    await eventually('a dead event', async () => (await count('dead')) === 1, 10_000);
    expect((await findDeadEvents(services.sender)).map(({ subject }) => subject)).toEqual(['old']);
    expect(await count('waiting')).toBe(1);
  });

  test('keeps later events of its subject from overtaking it, until it is sent again', async () => {
    let isMended = false;
    deliver(
      await inbox({
        async handle(transaction, { data }) {
          if (!isMended) throw new EventRefused('not yet');
          const { subject, step } = data as { subject: string; step: number };
          await sql`INSERT INTO effect (subject, step) VALUES (${subject}, ${step})`.execute(transaction);
        },
      }),
    );
    await write('a', 1);
    await eventually('a dead event', async () => (await count('dead')) === 1, 10_000);
    await write('a', 2);
    isMended = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await effects(services.receiver)).toEqual({});
    const [dead] = await findDeadEvents(services.sender, 'receiver');
    expect(await reviveEvent(services.sender, dead?.id ?? '')).toBe(true);
    await allDelivered(2);
    expect(await effects(services.receiver)).toEqual({ a: [1, 2] });
    expect(await reviveEvent(services.sender, dead?.id ?? '')).toBe(false);
  });
});

describe('a secret is replaced without losing an event', () => {
  const replacement = newSecret();

  test('when the receiver accepts both first', async () => {
    deliver(await inbox({}, [replacement, secret]));
    await write('a', 1);
    await allDelivered(1);
  });

  test('when the sender signs with both first', async () => {
    deliver(await inbox({}, [secret]), { secrets: [replacement, secret] });
    await write('a', 1);
    await allDelivered(1);
  });

  test('when the sender alone has changed: events wait until the receiver has it too', async () => {
    const url = await inbox({}, [secret]);
    const { delivery } = deliver(url, { secrets: [replacement] });
    await write('a', 1);
    await eventually('a failed attempt', async () => {
      const row = await services.sender.selectFrom('outgoing_event').select('problem').executeTakeFirst();
      return row?.problem === 'the receiver answered 401';
    });
    await delivery.close();
    deliver(url, { secrets: [secret] });
    await allDelivered(1);
  });
});

test('an event whose courier died is sent by another when its lease is over', async () => {
  const id = await write('a', 1);
  // As a process leaves it that is killed between taking an event and sending it.
  await sql`UPDATE outgoing_event SET attempts = 1, due_at = now() + interval '1 second' WHERE id = ${id}`.execute(
    services.sender,
  );
  deliver(await inbox());
  await allDelivered(1);
  expect(await effects(services.receiver)).toEqual({ a: [1] });
});

test('an event whose courier died after sending it comes twice and happens once', async () => {
  const url = await inbox();
  const { delivery } = deliver(url);
  const id = await write('a', 1);
  await allDelivered(1);
  await delivery.close();
  await sql`UPDATE outgoing_event SET delivered_at = NULL, due_at = now() WHERE id = ${id}`.execute(services.sender);
  deliver(url);
  await allDelivered(1);
  expect(await effects(services.receiver)).toEqual({ a: [1] });
});

test('delivery survives that the database throws out its connections', async () => {
  deliver(await inbox());
  for (let step = 1; step <= 10; step++) {
    await write('a', step);
    if (step % 3 === 0)
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()`.execute(
        services.sender,
      );
  }
  await allDelivered(10);
  expect(await effects(services.receiver)).toEqual({ a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
});

test('a delivery that is closed sends nothing more', async () => {
  const { delivery } = deliver(await inbox());
  await delivery.close();
  await write('a', 1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await count('waiting')).toBe(1);
});

test('old events that arrived are removed, and those that wait or were given up stay', async () => {
  for (const subject of ['arrived', 'waiting', 'dead', 'young']) await write(subject, 1);
  const set = (subject: string, change: string) =>
    sql`UPDATE outgoing_event SET ${sql.raw(change)} WHERE subject = ${subject}`.execute(services.sender);
  await set('arrived', `delivered_at = now() - interval '31 days'`);
  await set('young', `delivered_at = now() - interval '29 days'`);
  await set('dead', `dead_at = now() - interval '100 days'`);
  await sql`INSERT INTO received_event (source, id, type, received_at) VALUES ('s', 'old', 't', now() - interval '31 days'), ('s', 'young', 't', now())`.execute(
    services.sender,
  );
  await removeOldEvents(services.sender, 30);
  const left = await services.sender.selectFrom('outgoing_event').select('subject').orderBy('number').execute();
  expect(left.map(({ subject }) => subject)).toEqual(['waiting', 'dead', 'young']);
  expect(await services.sender.selectFrom('received_event').select('id').execute()).toEqual([{ id: 'young' }]);
});
