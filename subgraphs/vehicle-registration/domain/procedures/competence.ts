import { shippedDistricts, type PlateDistrict } from '../plate-districts.ts';

/** Areas of the registration authorities that can be reached: AGS of a city (8 digits) or a district (5). */
export function registrationAreas(districts: readonly PlateDistrict[] = shippedDistricts): Set<string> {
  return new Set(districts.flatMap(({ areas }) => areas.map(({ authority }) => authority)));
}

/**
 * The area of the registration authority that is competent for a keeper whose main residence is in this municipality (AGS of 8 digits): the city itself, or
 * the district that it lies in. Null where no authority of that place takes applications here. The plate has no say in it.
 */
export function competentArea(residence: string, areas: ReadonlySet<string> = registrationAreas()): string | null {
  return [residence, residence.slice(0, 5)].find((area) => areas.has(area)) ?? null;
}

/** The district codes that an authority gives out, the shared ones too. */
export function districtCodesOf(authority: string, districts: readonly PlateDistrict[] = shippedDistricts): string[] {
  return districts.filter(({ areas }) => areas.some((area) => area.authority === authority)).map(({ code }) => code);
}
