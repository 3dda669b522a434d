import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkContactChange } from '../../../../subgraphs/identity/domain/contact.ts';

const codes = (change: Parameters<typeof checkContactChange>[0]) =>
  checkContactChange(change).problems.map(({ code }) => code);

describe('a mail address', () => {
  test.each(['erika@example.org', 'o.n+tag@mail.example.org', 'jürgen@größe.example', "o'neill@example.org", 'a@b.de'])(
    '%s is accepted',
    (mail) => {
      expect(codes({ mail })).toEqual([]);
    },
  );

  test.each([
    '',
    'erika',
    'erika@',
    '@example.org',
    'erika@localhost',
    'erika@@example.org',
    'erika@example..org',
    '.erika@example.org',
    'erika.@example.org',
    'eri ka@example.org',
    'erika@-example.org',
    'erika@example.org\nBcc: all@example.org',
    'erika@example.org,max@example.org',
    '<erika@example.org>',
  ])('%j is refused', (mail) => {
    expect(codes({ mail })).toEqual(['MAIL_INVALID']);
  });

  test('is refused when it is longer than mail can be sent to', () => {
    expect(codes({ mail: `${'a'.repeat(65)}@example.org` })).toEqual(['MAIL_TOO_LONG']);
    expect(codes({ mail: `a@${'b'.repeat(250)}.org` })).toEqual(['MAIL_TOO_LONG']);
  });

  test('is checked in no time, whatever it is', () => {
    const started = performance.now();
    checkContactChange({ mail: `a@${'a-'.repeat(120)}` });
    checkContactChange({ mail: `a@${'a.'.repeat(120)}` });
    checkContactChange({ mail: `${'a'.repeat(1_000_000)}@` });
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('with a line break or a second address in it never passes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('\n', '\r', ',', ';', '<', ' '),
        fc.string(),
        (before, separator, after) => {
          const { change, problems } = checkContactChange({ mail: `${before}x${separator}x${after}@example.org` });
          expect(problems.length > 0 || !change.mail?.includes(separator)).toBe(true);
        },
      ),
    );
  });
});

describe('a telephone number', () => {
  test.each([
    ['+49 341 123456', '+49341123456'],
    ['+49 (341) 12-34/56', '+49341123456'],
    ['+493023010000', '+493023010000'],
  ])('%s is kept as %s', (phone, kept) => {
    expect(checkContactChange({ phone })).toEqual({ change: { phone: kept }, problems: [] });
  });

  test.each([
    '',
    '0341 123456',
    '0049341123456',
    '+0341123456',
    '+49',
    '+4934112345678901',
    '+49 341 CALL-ME',
    '+٤٩٣٤١١٢٣',
  ])('%j is refused', (phone) => {
    expect(codes({ phone })).toEqual(['PHONE_INVALID']);
  });

  test('that was accepted is accepted again and stays the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9 ()/.-]{6,25}$/), (phone) => {
        const once = checkContactChange({ phone });
        fc.pre(once.problems.length === 0);
        expect(checkContactChange(once.change)).toEqual(once);
      }),
    );
  });
});

test('null removes, nothing at all is a problem of its own', () => {
  expect(checkContactChange({ mail: null })).toEqual({ change: { mail: null }, problems: [] });
  expect(codes({})).toEqual(['NOTHING_TO_CHANGE']);
  expect(codes({ mail: undefined })).toEqual(['NOTHING_TO_CHANGE']);
});
