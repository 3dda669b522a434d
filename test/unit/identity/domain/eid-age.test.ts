import { expect, test } from '@jest/globals';
import { mayUseEid } from '../../../../subgraphs/identity/domain/eid-age.ts';

test('an eID is for those who are 16, from their birthday on', () => {
  expect(mayUseEid('2010-03-15', '2026-03-14')).toBe(false);
  expect(mayUseEid('2010-03-15', '2026-03-15')).toBe(true);
});
