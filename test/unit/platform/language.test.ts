import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { languageOf } from '../../../platform/language.ts';

test.each([
  [undefined, 'de'],
  ['', 'de'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['DE-at', 'de'],
  ['fr, en;q=0.5, de;q=0.4', 'en'],
  ['fr, en;q=0.4, de;q=0.5', 'de'],
  ['en;q=0, de;q=0.1', 'de'],
  ['en;q=0', 'de'],
  ['tr, ar', 'de'],
  ['*', 'de'],
  ['en;q=nonsense', 'de'],
  ['de, en', 'de'],
  ['en, de', 'en'],
])('%p asks for %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('whatever comes, it is one of the two', () => {
  fc.assert(fc.property(fc.string(), (header) => expect(['de', 'en']).toContain(languageOf(header))));
});
