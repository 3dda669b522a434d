import fc from 'fast-check';
import type { Plate, Season } from '../../../../subgraphs/vehicle-registration/domain/plate.ts';

/** Codes of one, two and three letters, with umlauts, some the beginning of others. */
export const districts: ReadonlySet<string> = new Set([
  'B',
  'BA',
  'BAR',
  'L',
  'LÖ',
  'LÖB',
  'DD',
  'ROW',
  'ÜB',
  'M',
  'MÜ',
]);

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');

export const season: fc.Arbitrary<Season> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 11 }))
  .map(([from, months]) => ({ from, to: ((from + months - 2) % 12) + 1 }));

/** Every plate that the rules allow with these codes. */
export const plates: fc.Arbitrary<Plate> = fc
  .record({
    district: fc.constantFrom(...districts),
    letters: fc.string({ unit: letter, minLength: 1, maxLength: 2 }),
    number: fc.integer({ min: 1, max: 9_999 }),
    suffix: fc.constantFrom(null, 'E' as const, 'H' as const),
    season: fc.option(season),
  })
  .filter(
    ({ district, letters, number, suffix }) =>
      district.length + letters.length + String(number).length + (suffix ? 1 : 0) <= 8,
  );
