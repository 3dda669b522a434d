import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findDeadEvents } from '../../../../subgraphs/kit/events/dead-events.ts';
import { operateEvents } from '../../../../subgraphs/kit/events/operate-events.ts';
import { writeEvent } from '../../../../subgraphs/kit/events/write-event.ts';
import { openServices } from './event-services.ts';

let services: Awaited<ReturnType<typeof openServices>>;
beforeEach(async () => {
  services = await openServices();
});
afterEach(() => services.close());

/** Events that were given up, one for each receiver. */
async function givenUp(...destinations: string[]): Promise<string[]> {
  const db = services.sender;
  for (const destination of destinations)
    await db.transaction().execute((transaction) =>
      writeEvent(transaction, {
        type: 'thing.happened',
        subject: `case of ${destination}`,
        destination,
        data: { secret: 'only for the receiver' },
        at: new Date(),
      }),
    );
  await db.updateTable('outgoing_event').set({ dead_at: new Date(), attempts: 9, problem: 'status 422' }).execute();
  return (await findDeadEvents(db)).map(({ id }) => id);
}

async function operate(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await operateEvents(services.sender, args, (line) => void lines.push(line));
  return lines;
}
const stillDead = async () => (await findDeadEvents(services.sender)).map(({ destination }) => destination);

test('lists what was given up and why, without what it says, for all receivers or for one', async () => {
  const [first = ''] = await givenUp('registration', 'taxes');
  const lines = await operate('list');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(first);
  expect(lines[0]).toMatch(/registration\tthing\.happened\tcase of registration\t9 attempts\tstatus 422/);
  expect(lines.join()).not.toContain('only for the receiver');
  expect(await operate('list', '--destination', 'taxes')).toHaveLength(1);
  expect(await operate('list', '--destination', 'nobody')).toEqual(['No event was given up.']);
});

test('sends those again that are named, and no other', async () => {
  const [first = ''] = await givenUp('registration', 'taxes');
  expect(await operate('retry', first)).toEqual(['1 events are sent again.']);
  expect(await stillDead()).toEqual(['taxes']);
  const row = services.sender.selectFrom('outgoing_event').select('due_at').where('id', '=', first);
  expect((await row.executeTakeFirstOrThrow()).due_at.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
});

test('sends all again, or all for one receiver', async () => {
  await givenUp('registration', 'taxes', 'dogs');
  await operate('retry', '--all', '--destination', 'dogs');
  expect(await stillDead()).toEqual(['registration', 'taxes']);
  await operate('retry', '--all');
  expect(await stillDead()).toEqual([]);
});

test('says which of the named were not given up; the others are sent again all the same', async () => {
  const [first = ''] = await givenUp('registration');
  const unknown = '01990000-0000-7000-8000-000000000000';
  await expect(operate('retry', first, unknown, 'no id')).rejects.toThrow(`${unknown}, no id`);
  expect(await stillDead()).toEqual([]);
});

test.each([
  [['retry'], 'ids of events, or --all'],
  [['retry', '--all', '01990000-0000-7000-8000-000000000000'], 'ids of events, or --all'],
  [['resend'], 'resend'],
  [['list', '--everything'], '--everything'],
])('%j does nothing and says what was expected', async (args, message) => {
  await givenUp('registration');
  await expect(operate(...args)).rejects.toThrow(message);
  expect(await stillDead()).toEqual(['registration']);
});
