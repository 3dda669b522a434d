import { expect, test } from '@jest/globals';
import { languageKey } from '../../../../gateway/caching/language-key.ts';

test.each([
  [undefined, ''],
  ['*', '*'],
  ['de', 'de'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de-de,de,en'],
  ['en;q=0.1, DE ; q=0.9', 'de,en'],
  ['fr;q=0, en', 'en'],
  ['en;q=abc,de', 'de'],
  [Array.from({ length: 40 }, (_, index) => `x${index}`).join(), 'x0,x1,x2,x3,x4,x5,x6,x7'],
])('The wish %p is the same as %p', (header, key) => {
  expect(languageKey(header)).toBe(key);
});
