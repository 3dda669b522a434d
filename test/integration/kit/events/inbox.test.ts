import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { EventRefused } from '../../../../subgraphs/kit/events/inbox.ts';
import { effects, newSecret, openInbox, openServices } from './event-services.ts';

const [present, former, foreign] = [newSecret(), newSecret(), newSecret()];
let services: Awaited<ReturnType<typeof openServices>>;
let app: FastifyInstance;
let url: string;
let lines: string[];
let failures = 0;
let refusals = 0;

beforeAll(async () => {
  services = await openServices();
  ({ app, url, lines } = await openInbox(services.receiver, [present, former]));
});
afterAll(async () => {
  await app.close();
  await services.close();
});
beforeEach(async () => {
  [failures, refusals] = [0, 0];
  await services.receiver.deleteFrom('effect').execute();
  await services.receiver.deleteFrom('received_event').execute();
});

const event = (subject: string, step = 1) =>
  JSON.stringify({ type: 'thing.happened', timestamp: new Date().toISOString(), data: { subject, step } });

interface Sent {
  id?: string;
  secret?: string;
  at?: Date;
  headers?: Record<string, string>;
  to?: string;
}

function send(body: string, { id = 'evt-1', secret = present, at = new Date(), headers = {}, to = url }: Sent = {}) {
  return fetch(to, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...headers,
    },
  });
}

describe('an event', () => {
  test('that is signed is handled, and noted', async () => {
    const answer = await send(event('a'));
    expect(answer.status).toBe(204);
    expect(await effects(services.receiver)).toEqual({ a: [1] });
    const noted = await services.receiver.selectFrom('received_event').selectAll().execute();
    expect(noted).toMatchObject([{ source: 'sender', id: 'evt-1', type: 'thing.happened' }]);
  });

  test('that comes again is taken and does nothing', async () => {
    const body = event('a');
    const answers = [await send(body), await send(body), await send(body)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await effects(services.receiver)).toEqual({ a: [1] });
  });

  test('that comes fifty times at the same moment happens once', async () => {
    const body = event('a');
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await effects(services.receiver)).toEqual({ a: [1] });
  });

  test('signed with the former secret is taken while that is listed', async () => {
    expect((await send(event('a'), { secret: former })).status).toBe(204);
  });

  test('signed with several secrets is taken when one of them fits', async () => {
    const [body, at] = [event('a'), new Date()];
    const signatures = [foreign, present].map((secret) => new Webhook(secret).sign('evt-1', at, body)).join(' ');
    expect((await send(body, { at, headers: { 'webhook-signature': signatures } })).status).toBe(204);
  });
});

describe('refused with 401 and without effect is an event', () => {
  const body = event('a');
  const now = () => new Date();
  const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  test.each([
    ['signed with a foreign secret', () => send(body, { secret: foreign })],
    ['older than five minutes', () => send(body, { at: minutesFromNow(-5.2) })],
    ['from more than five minutes ahead', () => send(body, { at: minutesFromNow(5.2) })],
    ['with another id than was signed', () => send(body, { headers: { 'webhook-id': 'evt-2' } })],
    [
      'with another time than was signed',
      () => send(body, { headers: { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 60) } }),
    ],
    [
      'with another body than was signed',
      () => send(event('b'), { headers: { 'webhook-signature': new Webhook(present).sign('evt-1', now(), body) } }),
    ],
    ['with a signature of another version', () => send(body, { headers: { 'webhook-signature': 'v2,AAAA' } })],
    ['whose time is no number', () => send(body, { headers: { 'webhook-timestamp': 'yesterday' } })],
  ])('%s', async (_name, act) => {
    expect((await act()).status).toBe(401);
    expect(await effects(services.receiver)).toEqual({});
    expect(await services.receiver.selectFrom('received_event').selectAll().execute()).toEqual([]);
  });
});

describe('refused is also', () => {
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('an event without %s, with 400', async (name) => {
    expect((await send(event('a'), { headers: { [name]: '' } })).status).toBe(400);
  });

  test('an id that is not one, with 400', async () => {
    expect((await send(event('a'), { id: 'x'.repeat(201) })).status).toBe(400);
  });

  test('a signed body that is no event, with 422', async () => {
    for (const body of ['', 'nonsense', '[]', '{"type":"thing.happened"}', '{"type":1,"timestamp":"now","data":{}}'])
      expect((await send(body)).status).toBe(422);
  });

  test('a body of more than 64 KB, with 413, before its signature is looked at', async () => {
    expect((await send(JSON.stringify({ much: 'x'.repeat(70_000) }))).status).toBe(413);
  });

  test('a GET, with 404', async () => {
    expect((await fetch(url)).status).toBe(404);
  });
});

describe('a handler', () => {
  let other: Awaited<ReturnType<typeof openInbox>>;
  beforeAll(async () => {
    other = await openInbox(services.receiver, [present], {
      async handle(transaction) {
        await transaction.deleteFrom('effect').execute();
        await transaction
          .insertInto('effect')
          .values({ subject: 'written', step: 1 } as never)
          .execute();
        if (failures-- > 0) throw new Error('sentinel-7f3 could not be written');
        if (refusals-- > 0) throw new EventRefused('There is no such thing.');
      },
    });
  });
  afterAll(() => other.app.close());

  test('that fails leaves nothing behind, says so with 503 and gets the event again', async () => {
    failures = 1;
    const body = event('a');
    const first = await send(body, { to: other.url });
    expect(first.status).toBe(503);
    expect(await first.text()).not.toContain('sentinel-7f3');
    expect(await effects(services.receiver)).toEqual({});
    expect((await send(body, { to: other.url })).status).toBe(204);
    expect(await effects(services.receiver)).toEqual({ written: [1] });
  });

  test('that refuses an event leaves nothing behind and tells the sender to stop, with 422', async () => {
    refusals = 1;
    const answer = await send(event('a'), { to: other.url });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ error: 'There is no such thing.' });
    expect(await effects(services.receiver)).toEqual({});
  });
});

test('an inbox logs which event came and nothing of what is in it', async () => {
  await send(event('sentinel-subject'));
  await send(event('sentinel-subject'), { secret: foreign });
  expect(lines.join('')).toContain('evt-1');
  expect(lines.join('')).not.toContain('sentinel-subject');
});
