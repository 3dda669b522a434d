import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Kind } from 'graphql';
import { GraphQLDate, GraphQLDateTime, parseDate, parseDateTime } from '../../../../subgraphs/kit/schema/scalars.ts';

const moment = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

describe('Date', () => {
  test('takes every day of the calendar and leaves it as it is', () => {
    fc.assert(
      fc.property(moment, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(parseDate(day)).toBe(day);
        expect(GraphQLDate.serialize(day)).toBe(day);
      }),
    );
  });

  test.each(['2026-02-29', '2026-13-01', '2026-1-1', '01.03.2026', '2026-03-01T00:00:00Z', '', 20_260_301, null])(
    'refuses %p',
    (value) => {
      expect(() => parseDate(value)).toThrow('Date expects a day as YYYY-MM-DD');
    },
  );

  test('refuses a literal that is no string', () => {
    expect(() => GraphQLDate.parseLiteral({ kind: Kind.INT, value: '2026' }, {})).toThrow('Date expects');
  });
});

describe('DateTime', () => {
  test('reads back what it writes', () => {
    fc.assert(fc.property(moment, (date) => expect(parseDateTime(GraphQLDateTime.serialize(date))).toEqual(date)));
  });

  test('reads a moment in any time zone', () => {
    expect(parseDateTime('2026-03-01T10:30:00+01:00').toISOString()).toBe('2026-03-01T09:30:00.000Z');
  });

  test.each(['2026-03-01T09:30:00', '2026-03-01', '2026-03-01 09:30:00Z', '2026-03-01T25:00:00Z', 0, undefined])(
    'refuses %p',
    (value) => {
      expect(() => parseDateTime(value)).toThrow('DateTime expects a moment with its time zone');
    },
  );

  test('does not write what is no moment', () => {
    expect(() => GraphQLDateTime.serialize(new Date('nonsense'))).toThrow('DateTime expects a Date');
  });
});
