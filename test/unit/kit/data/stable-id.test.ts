import { expect, test } from '@jest/globals';
import { authorityId, serviceId, stableId } from '../../../../subgraphs/kit/data/stable-id.ts';

test('an id is the same wherever and whenever it is computed', () => {
  // Written down: subgraphs that never met name the same authority by it, and what is stored refers to it.
  expect(authorityId('14713000')).toBe('df139b81-054d-5228-9882-7e73a55259e3');
});

test('it is a UUID of version 5', () => {
  expect(stableId('kind', 'key')).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('kinds and keys do not run into each other', () => {
  const ids = [
    authorityId('1'),
    serviceId('1'),
    authorityId('2'),
    stableId('authority', ''),
    stableId('', 'authority'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
