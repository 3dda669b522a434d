import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { feesOn } from '../../../../../subgraphs/kit/fees/fee-schedule.ts';
import { procedureKinds } from '../../../../../subgraphs/vehicle-registration/domain/procedure-kind.ts';
import {
  procedureFee,
  totalOf,
  type FeeCircumstances,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/procedure-fees.ts';

const day = '2026-03-02';
const from = { isFromOtherDistrict: true };
const kept = { takesKeptPlate: true };

/** The whole table: procedure, circumstances, numbers of the lines, cents online, cents at the counter. */
const table: [FeeCircumstances['kind'], Partial<FeeCircumstances>, string[], number, string[], number][] = [
  ['FIRST_REGISTRATION', {}, ['221.1.1'], 2790, ['221.1'], 2700],
  ['RE_REGISTRATION', {}, ['221.1.1'], 2790, ['221.1'], 2700],
  ['RE_REGISTRATION', kept, ['221.7'], 1250, ['221.6'], 1160],
  ['KEEPER_CHANGE_NEW_PLATE', {}, ['221.10.1'], 2790, ['221.10'], 2700],
  ['KEEPER_CHANGE_NEW_PLATE', from, ['221.2.1'], 2820, ['221.2'], 2700],
  ['KEEPER_CHANGE_PLATE_KEPT', {}, ['221.8.1'], 1700, ['221.8'], 1670],
  ['KEEPER_CHANGE_PLATE_KEPT', from, ['221.9.1'], 1700, ['221.9'], 1670],
  ['ADDRESS_CHANGE_PLATE_KEPT', {}, ['225.1'], 1140, ['225'], 1020],
  ['ADDRESS_CHANGE_PLATE_KEPT', from, ['221.9.1'], 1700, ['221.9'], 1670],
  ['ADDRESS_CHANGE_NEW_PLATE', {}, ['221.2.1'], 2820, ['221.2'], 2700],
  ['ADDRESS_CHANGE_NEW_PLATE', from, ['221.2.1'], 2820, ['221.2'], 2700],
  ['DE_REGISTRATION', {}, ['224.2'], 570, ['224.1'], 690],
];

describe('the fee of each procedure, cent by cent', () => {
  test.each(table)('%s %p', (kind, circumstances, online, onlineCents, counter, counterCents) => {
    const fee = (channel: FeeCircumstances['channel']) => procedureFee({ kind, channel, ...circumstances }, day);
    expect(fee('ONLINE').map(({ number }) => number)).toEqual(online);
    expect(totalOf(fee('ONLINE'))).toBe(onlineCents);
    expect(fee('COUNTER').map(({ number }) => number)).toEqual(counter);
    expect(totalOf(fee('COUNTER'))).toBe(counterCents);
  });

  test('a wish plate is 10.20 and its reservation 2.60 on top; a kept plate 2.60', () => {
    const wish = procedureFee({ kind: 'FIRST_REGISTRATION', channel: 'ONLINE', hasWishPlate: true }, day);
    expect(wish.map(({ number, cents }) => [number, cents])).toEqual([
      ['221.1.1', 2790],
      [null, 1020],
      ['230', 260],
    ]);
    expect(totalOf(procedureFee({ kind: 'DE_REGISTRATION', channel: 'ONLINE', keepsPlate: true }, day))).toBe(830);
  });

  test('a change of address at the counter is 0.90 more where certificate I is replaced; online that is included', () => {
    const address = { kind: 'ADDRESS_CHANGE_PLATE_KEPT', replacesCertificateOne: true } as const;
    const counter = procedureFee({ ...address, channel: 'COUNTER' }, day);
    expect(counter.map(({ number, cents }) => [number, cents])).toEqual([
      ['225', 1020],
      ['225', 90],
    ]);
    expect(totalOf(procedureFee({ ...address, channel: 'ONLINE' }, day))).toBe(1140);
  });
});

test('whatever the circumstances, each line is one of the schedule of the day, and nothing is free', () => {
  const circumstances = fc.record({
    kind: fc.constantFrom(...procedureKinds),
    channel: fc.constantFrom('ONLINE' as const, 'COUNTER' as const),
    isFromOtherDistrict: fc.boolean(),
    takesKeptPlate: fc.boolean(),
    hasWishPlate: fc.boolean(),
    keepsPlate: fc.boolean(),
    replacesCertificateOne: fc.boolean(),
  });
  const lines = feesOn(day);
  fc.assert(
    fc.property(circumstances, (given) => {
      const fee = procedureFee(given, day);
      for (const line of fee) expect(lines).toContain(line);
      expect(totalOf(fee)).toBe(fee.reduce((sum, { cents }) => sum + cents, 0));
      expect(totalOf(fee)).toBeGreaterThanOrEqual(570);
      // What is chosen on top never makes it cheaper.
      const plain = procedureFee({ ...given, hasWishPlate: false, keepsPlate: false }, day);
      expect(totalOf(plain)).toBeLessThanOrEqual(totalOf(fee));
    }),
  );
});

test('before the schedule begins there is no fee to tell', () => {
  expect(() => procedureFee({ kind: 'DE_REGISTRATION', channel: 'ONLINE' }, '2015-01-01')).toThrow(RangeError);
});
