import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ForbiddenKeyError, parseJson } from '../../../../../gateway/execution/transport/secure-json.ts';

describe('Parsing JSON from outside', () => {
  test('gives what JSON.parse gives for every text without forbidden keys', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        fc.pre(!/__proto__|constructor/.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('refuses a key that reaches a prototype, wherever it is and however its letters are escaped', () => {
    const escaped = fc
      .tuple(fc.constantFrom('__proto__', 'constructor'), fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }))
      .map(([key, marks]) =>
        [...key].map((letter, index) => (marks[index] ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter)).join(''),
      );
    fc.assert(
      fc.property(escaped, fc.integer({ min: 0, max: 30 }), (key, depth) => {
        const text = `${'{"a":['.repeat(depth)}{"${key}":{"prototype":{"isAdmin":true}}}${']}'.repeat(depth)}`;
        expect(() => parseJson(text)).toThrow(ForbiddenKeyError);
      }),
    );
  });

  test.each([
    ['a value', '{"role":"constructor","text":"__proto__"}'],
    ['a field of a race', '{"constructor":"Ferrari"}'],
    ['an object that has no prototype', '{"constructor":{"name":"Ferrari"}}'],
    ['escapes in a value', '{"a":"\\u0041\\u005f"}'],
  ])('takes the word where it does no harm: %s', (_, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('leaves no prototype changed', () => {
    expect(() => parseJson('{"__proto__":{"isAdmin":true}}')).toThrow('the key "__proto__" is not allowed');
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  test('throws a SyntaxError for what is no JSON', () => {
    expect(() => parseJson('{"a":')).toThrow(SyntaxError);
  });
});
