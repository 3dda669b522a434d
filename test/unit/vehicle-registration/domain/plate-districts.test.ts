import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  areaOfIssue,
  mayGiveOut,
  shippedDistricts,
} from '../../../../subgraphs/vehicle-registration/domain/plate-districts.ts';
import { specimenCitizens } from '../../../../subgraphs/kit/specimen/citizen.ts';

const [city, district] = ['14713000', '14729'];

describe('the code L is shared', () => {
  test.each([
    ['A', city],
    ['T', city],
    ['AA', city],
    ['TZ', city],
    ['U', district],
    ['Z', district],
    ['UA', district],
    ['ZZ', district],
  ])('L %s is given out by %s', (letters, authority) => {
    expect(areaOfIssue({ district: 'L', letters })).toBe(authority);
  });

  test('each plate belongs to exactly one of the two', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
      minLength: 1,
      maxLength: 2,
    });
    fc.assert(
      fc.property(letters, (given) => {
        const plate = { district: 'L', letters: given };
        expect(mayGiveOut(city, plate)).not.toBe(mayGiveOut(district, plate));
      }),
    );
  });
});

test('other codes have one area, unknown ones none', () => {
  expect(areaOfIssue({ district: 'BNA', letters: 'A' })).toBe(district);
  expect(areaOfIssue({ district: 'FF', letters: 'A' })).toBe('12053000');
  expect(areaOfIssue({ district: 'XX', letters: 'A' })).toBeNull();
  expect(new Set(shippedDistricts.map(({ code }) => code)).size).toBe(shippedDistricts.length);
});

test('the plates of specimen vehicles are ones that their authority may give out', () => {
  const vehicles = specimenCitizens({ count: 300, day: '2026-01-01' }).flatMap((citizen) => citizen.vehicles);
  expect(vehicles.length).toBeGreaterThan(200);
  for (const { plate, authority } of vehicles) expect(mayGiveOut(authority, plate)).toBe(true);
});
