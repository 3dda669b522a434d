import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { connectDatabase } from '../../../../platform/database/connect.ts';
import { fetchPage, largestPage, type KeysetOrder } from '../../../../subgraphs/kit/data/keyset.ts';
import { stableId } from '../../../../subgraphs/kit/data/stable-id.ts';
import { testDatabase } from '../../../testkit/postgres.ts';

interface Tables {
  item: { id: string; word: string; at: Date; day: string; count: number };
}

const size = 40;
/** Few values and many rows: ties are the rule. */
const items = Array.from({ length: size }, (_, n) => ({
  id: stableId('item', String(n)),
  word: ['ähre', 'Zoe', '"', '', 'ß'][n % 5] ?? '',
  at: new Date(Date.UTC(2026, 0, 1) + (n % 4) * 1_001),
  day: `2026-01-0${(n % 3) + 1}`,
  count: (n % 6) - 3,
}));

let db: Kysely<Tables>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await testDatabase('keyset');
  drop = () => database.drop();
  db = connectDatabase<Tables>({ url: database.url, schema: 'keyset', applicationName: 'keyset' });
  await db.schema
    .createTable('item')
    .addColumn('id', 'uuid')
    .addColumn('word', 'text')
    .addColumn('at', 'timestamptz(3)')
    .addColumn('day', 'date')
    .addColumn('count', 'integer')
    .execute();
  await db.insertInto('item').values(items).execute();
});

afterAll(async () => {
  await db.destroy();
  await drop();
});

const orders: KeysetOrder[] = [
  { name: 'word', column: 'word', direction: 'asc', type: 'text' },
  { name: 'at', column: 'at', direction: 'desc', type: 'timestamptz' },
  { name: 'day', column: 'day', direction: 'asc', type: 'date' },
  { name: 'count', column: 'count', direction: 'desc', type: 'integer' },
];
const [byWord, byTime] = orders as [KeysetOrder, KeysetOrder];

const page = (order: KeysetOrder, first: number, after?: string) =>
  fetchPage(db.selectFrom('item').selectAll(), { first, ...(after === undefined ? {} : { after }) }, order);

test.each(orders)('pages of any size by $name hold every row once, in one order', async (order) => {
  const whole = (await page(order, largestPage)).rows.map(({ id }) => id);
  expect(new Set(whole).size).toBe(size);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: size + 1 }), async (first) => {
      const seen: string[] = [];
      let after: string | undefined;
      for (let hasNext = true; hasNext;) {
        const { rows, hasNextPage, hasPreviousPage } = await page(order, first, after);
        expect(hasPreviousPage).toBe(after !== undefined);
        seen.push(...rows.map(({ id }) => id));
        after = rows.at(-1)?.cursor;
        hasNext = hasNextPage;
      }
      expect(seen).toEqual(whole);
    }),
    { numRuns: 8 },
  );
});

describe('a cursor', () => {
  const refused = { extensions: { code: 'BAD_USER_INPUT' } };

  test('of another order does not fit', async () => {
    const { rows } = await page(byWord, 1);
    await expect(page(byTime, 1, rows[0]?.cursor)).rejects.toMatchObject(refused);
  });

  test('that nobody gave out is refused, whatever it is, without asking the database', async () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (after) => expect(page(byWord, 1, after)).rejects.toMatchObject(refused)),
    );
  });

  test.each([
    ['an id that is none', ['word', 'a', "x' or true --"]],
    ['a moment that is none', ['at', 'yesterday-ish', items[0]?.id]],
    ['a list for a value', ['word', ['a'], items[0]?.id]],
  ])('with %s is refused', async (_, position) => {
    const order = orders.find(({ name }) => name === position[0]) ?? byWord;
    await expect(page(order, 1, Buffer.from(JSON.stringify(position)).toString('base64url'))).rejects.toMatchObject(
      refused,
    );
  });
});

test.each([0, -1, largestPage + 1])('a page of %d is refused, and it is said what is taken', async (first) => {
  await expect(page(byWord, first)).rejects.toThrow(`expects a number from 1 to ${largestPage}, but got ${first}`);
});
