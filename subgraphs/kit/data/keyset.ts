import { sql, type SelectQueryBuilder } from 'kysely';
import { badUserInput } from '../errors.ts';

/** Which part of a list is wanted: `first` after the one that `after` names. */
export interface PageRequest {
  first: number;
  after?: string | null;
}

/** The order of a list. Ties are broken by the id, so that every position is unique. */
export interface KeysetOrder {
  /** Name of the order, part of the cursor: a cursor of one order does not fit another. */
  name: string;
  /** Column, qualified where the query joins; times are `timestamptz(3)`, whole milliseconds like those of the cursor. */
  column: string;
  /** Column of the id, qualified where the query joins. */
  id?: string;
  direction: 'asc' | 'desc';
  /** PostgreSQL type of `column`. */
  type: 'timestamptz' | 'date' | 'text' | 'integer' | 'double precision';
}

export interface PositionedRow {
  /** Cursor of this row. */
  cursor: string;
}

export interface Page<Row> {
  rows: (Row & PositionedRow)[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

type Position = [order: string, value: string | number | null, id: string];

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

const uuidPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether PostgreSQL can read the value of a position: one that was made up is refused here and no failure there. */
const fits: Record<KeysetOrder['type'], (value: unknown) => boolean> = {
  timestamptz: (value) => isMoment(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  date: (value) => isMoment(value, /^\d{4}-\d\d-\d\d$/),
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  integer: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  'double precision': (value) => typeof value === 'number',
};

function isMoment(value: unknown, form: RegExp): boolean {
  if (typeof value !== 'string' || !form.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10));
}

function isPosition(value: unknown, { name, type }: KeysetOrder): value is Position {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    value[0] === name &&
    typeof value[2] === 'string' &&
    uuidPattern.test(value[2]) &&
    fits[type](value[1])
  );
}

function decode(cursor: string, order: KeysetOrder): Position {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    value = undefined;
  }
  if (!isPosition(value, order)) {
    throw badUserInput(
      '`after` expects a cursor that this list gave out in the same order (`pageInfo.endCursor`), but got something else. Start again without `after`.',
    );
  }
  return value;
}

/** Largest page that a list gives out. */
export const largestPage = 100;

function checkFirst(first: number): void {
  if (first < 1 || first > largestPage)
    throw badUserInput(
      `\`first\` expects a number from 1 to ${largestPage}, but got ${first}. Fetch the rest with \`after\`.`,
    );
}

/**
 * One page of a query by keyset: the cost of a page does not grow with its position, and rows that come and go move nothing.
 * @throws BAD_USER_INPUT for a `first` out of range and a cursor that this order did not give out
 */
export async function fetchPage<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  { first, after }: PageRequest,
  order: KeysetOrder,
): Promise<Page<Row>> {
  checkFirst(first);
  const [column, id] = [sql.ref(order.column), sql.ref(order.id ?? 'id')];
  const direction = sql.raw(order.direction);
  let page = query
    .select([sql<string>`${id}::text`.as('keysetId'), sql<string | number | Date>`${column}`.as('keysetValue')])
    .orderBy(sql`${column} ${direction}, ${id} ${direction}`)
    .limit(first + 1);
  if (after) {
    const [, value, lastId] = decode(after, order);
    const comparison = sql.raw(order.direction === 'asc' ? '>' : '<');
    page = page.where(
      sql<boolean>`(${column}, ${id}) ${comparison} (${value}::${sql.raw(order.type)}, ${lastId}::uuid)`,
    );
  }
  const found = await page.execute();
  const rows = found.slice(0, first).map((row) => ({ ...row, cursor: cursorOf(row, order.name) }));
  return { rows, hasNextPage: found.length > first, hasPreviousPage: Boolean(after) };
}

function cursorOf(row: object, order: string): string {
  const { keysetId, keysetValue } = row as { keysetId: string; keysetValue: string | number | Date };
  return encode([order, keysetValue instanceof Date ? keysetValue.toISOString() : keysetValue, keysetId]);
}
