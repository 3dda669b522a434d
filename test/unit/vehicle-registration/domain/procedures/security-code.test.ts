import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { specimenCodes } from '../../../../../subgraphs/kit/specimen/codes.ts';
import { codeNames } from '../../../../../subgraphs/vehicle-registration/domain/procedures/input-name.ts';
import {
  codeDigests,
  isSameDigest,
  noDigest,
  readCode,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/security-code.ts';
import { clocksOn } from '../../../../../subgraphs/vehicle-registration/domain/procedures/clocks.ts';
import {
  afterWrongCodes,
  mayTryCodes,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/wrong-codes.ts';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789';
const code = (length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const vins = fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'), minLength: 17, maxLength: 17 });

describe('a code has its form or is none', () => {
  test('all of the alphabet are taken, upper and lower case apart; white space does not count', () => {
    fc.assert(
      fc.property(code(3), code(7), (seal, certificate) => {
        expect(readCode('sealCodeFront', ` ${seal} `)).toBe(seal);
        expect(readCode('certificateOneCode', `${certificate.slice(0, 3)} ${certificate.slice(3)}`)).toBe(certificate);
      }),
    );
  });

  test.each([
    ['sealCodeFront', 'aI0'],
    ['sealCodeFront', 'aO0'],
    ['sealCodeRear', 'ai0'],
    ['sealCodeRear', 'al0'],
    ['sealCodeRear', 'ao0'],
    ['sealCodeFront', 'ab'],
    ['sealCodeFront', 'abcd'],
    ['sealCodeFront', 'äbc'],
    ['certificateOneCode', 'abcdefgh'],
    ['certificateTwoCode', 'abcdefghjkmn'],
    ['certificateTwoCode', 'ABCDEFGHIJK'],
    ['certificateTwoCode', ''],
  ] as const)('%s is not %s', (name, text) => expect(readCode(name, text)).toBeNull());

  test('specimen codes have the form of codes', () => {
    fc.assert(
      fc.property(vins, (vin) => {
        const codes = specimenCodes(vin);
        for (const name of codeNames) expect(readCode(name, codes[name])).toBe(codes[name]);
      }),
    );
  });
});

describe('digests', () => {
  const digests = codeDigests('pepper-of-a-test-pepper-of-a-test');
  const vehicles = fc.uuid();

  test('match for the same code of the same vehicle, and for nothing else', () => {
    fc.assert(
      fc.property(vehicles, vehicles, code(3), code(3), (one, other, first, second) => {
        const kept = digests.ofVehicle(one, digests.ofGiven('sealCodeFront', first));
        const given = (vehicle: string, name: 'sealCodeFront' | 'sealCodeRear', text: string) =>
          isSameDigest(kept, digests.ofVehicle(vehicle, digests.ofGiven(name, text)));
        expect(given(one, 'sealCodeFront', first)).toBe(true);
        expect(given(one, 'sealCodeFront', second)).toBe(first === second);
        expect(given(other, 'sealCodeFront', first)).toBe(one === other);
        expect(given(one, 'sealCodeRear', first)).toBe(false);
      }),
    );
  });

  test('are worth nothing without the pepper, do not contain the code, and none stands for a missing one', () => {
    const digest = digests.ofGiven('sealCodeFront', 'aB3');
    expect(isSameDigest(digest, codeDigests('another-pepper-another-pepper-ab').ofGiven('sealCodeFront', 'aB3'))).toBe(
      false,
    );
    expect(digest.toString('latin1')).not.toContain('aB3');
    expect(digest).toHaveLength(noDigest.length);
    expect(isSameDigest(digest, noDigest)).toBe(false);
    expect(isSameDigest(digest, digest.subarray(1))).toBe(false);
  });
});

test('wrong codes may be corrected three times; so many a day may be tried', () => {
  const clocks = clocksOn('2026-03-02');
  expect([1, 2, 3, 4, 5].map((wrong) => afterWrongCodes(wrong, clocks))).toEqual([
    { next: 'CORRECT', left: 3 },
    { next: 'CORRECT', left: 2 },
    { next: 'CORRECT', left: 1 },
    { next: 'TO_CLERK' },
    { next: 'TO_CLERK' },
  ]);
  expect(mayTryCodes(clocks.mostWrongCodesADay - 1, clocks)).toBe(true);
  expect(mayTryCodes(clocks.mostWrongCodesADay, clocks)).toBe(false);
});
