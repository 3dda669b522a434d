import { expect, test } from '@jest/globals';
import { loadById, loadMany, loadOne } from '../../../../subgraphs/kit/data/loaders.ts';

/** A fetch that records with which keys it was called. */
function recording<Key, Row>(find: (keys: readonly Key[]) => Row[]) {
  const calls: Key[][] = [];
  const fetch = (keys: readonly Key[]) => {
    calls.push([...keys]);
    return Promise.resolve(find(keys));
  };
  return { calls, fetch };
}

test('keys of one tick are one query, each key once, in whatever order the rows come', async () => {
  const { calls, fetch } = recording((keys: readonly number[]) =>
    keys
      .toReversed()
      .filter((key) => key !== 2)
      .map((key) => ({ key })),
  );
  const loader = loadOne(fetch, ({ key }) => key);
  expect(await Promise.all([1, 2, 3, 1].map((key) => loader.load(key)))).toEqual([
    { key: 1 },
    null,
    { key: 3 },
    { key: 1 },
  ]);
  expect(calls).toEqual([[1, 2, 3]]);
});

test('lists keep the order of the query, and a key without rows has an empty list', async () => {
  const rows = [
    { of: 'a', n: 2 },
    { of: 'b', n: 1 },
    { of: 'a', n: 1 },
  ];
  const { calls, fetch } = recording(() => rows);
  const loader = loadMany(fetch, (row) => row.of);
  expect(await loader.loadMany(['a', 'c'])).toEqual([[rows[0], rows[2]], []]);
  expect(calls).toHaveLength(1);
});

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

test('what is no UUID names nothing, and the database is not asked for it', async () => {
  const { calls, fetch } = recording((ids: readonly string[]) => ids.map((id) => ({ id })));
  expect(await loadById(fetch).loadMany(["'; drop table payment --", '', `${id} `])).toEqual([null, null, null]);
  expect(calls).toEqual([]);
  expect(await loadById(fetch).loadMany(['x', id])).toEqual([null, { id }]);
  expect(calls).toEqual([[id]]);
});

test('a failing query fails each key that waited for it', async () => {
  const loader = loadOne<string, { id: string }>(
    () => Promise.reject(new Error('gone')),
    (row) => row.id,
  );
  const [a, b] = await Promise.allSettled([loader.load('a'), loader.load('b')]);
  expect([a?.status, b?.status]).toEqual(['rejected', 'rejected']);
});
