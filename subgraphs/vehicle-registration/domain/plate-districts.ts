import type { Plate } from './plate.ts';

/** An area in which plates with a district code are given out. */
export interface PlateArea {
  /** Area of the registration authority, AGS of a city (8 digits) or a district (5 digits). */
  authority: string;
  /** Where several areas share the code: which first letters after it are this one's. */
  firstLetters?: { from: string; to: string };
}

export interface PlateDistrict {
  code: string;
  areas: readonly PlateArea[];
}

const codes = (authority: string, ...names: string[]): PlateDistrict[] =>
  names.map((code) => ({ code, areas: [{ authority }] }));

/** The district codes of the places that the system ships with; the rest of KBA's list is imported. */
export const shippedDistricts: readonly PlateDistrict[] = [
  {
    code: 'L',
    areas: [
      { authority: '14713000', firstLetters: { from: 'A', to: 'T' } },
      { authority: '14729', firstLetters: { from: 'U', to: 'Z' } },
    ],
  },
  ...codes('14729', 'BNA', 'GHA', 'GRM', 'MTL', 'WUR'),
  ...codes('14612000', 'DD'),
  ...codes('14511000', 'C'),
  ...codes('03357', 'ROW', 'BRV'),
  ...codes('03356', 'OHZ'),
  ...codes('15003000', 'MD'),
  ...codes('15002000', 'HAL'),
  ...codes('06412000', 'F'),
  ...codes('12053000', 'FF'),
];

/**
 * The area in which a plate was first given out; null where the code is not known.
 * It says nothing about who is competent for the vehicle today: that follows from the keeper's main residence.
 */
export function areaOfIssue(
  { district, letters }: Pick<Plate, 'district' | 'letters'>,
  districts: readonly PlateDistrict[] = shippedDistricts,
): string | null {
  const areas = districts.find(({ code }) => code === district)?.areas ?? [];
  const first = letters.slice(0, 1);
  const area = areas.find(({ firstLetters: range }) => !range || (range.from <= first && first <= range.to));
  return area?.authority ?? null;
}

/** Whether an authority may give out this plate: its own code, and its own part of a shared one. */
export function mayGiveOut(authority: string, plate: Pick<Plate, 'district' | 'letters'>): boolean {
  return areaOfIssue(plate) === authority;
}
