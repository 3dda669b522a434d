import DataLoader from 'dataloader';

/** A loader of rows by a unique key: one query for all keys of a tick; null for a key without a row. */
export function loadOne<Key extends string | number, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader(async (keys) => {
    const byKey = new Map((await fetch(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => byKey.get(key) ?? null);
  });
}

/** A loader of lists of rows by a key that several rows share, in the order in which they are fetched. */
export function loadMany<Key extends string | number, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row[]> {
  return new DataLoader(async (keys) => {
    const byKey = Map.groupBy(await fetch(keys), keyOf);
    return keys.map((key) => byKey.get(key) ?? []);
  });
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A loader of rows by their id. What is no UUID names nothing, so it gives null and PostgreSQL is not asked. */
export function loadById<Row extends { id: string }>(
  fetch: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return loadOne(
    async (keys) => {
      const ids = keys.filter((key) => uuidPattern.test(key)).map((id) => id.toLowerCase());
      return ids.length > 0 ? fetch(ids) : [];
    },
    (row) => row.id,
  );
}
