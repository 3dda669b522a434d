import { stableId } from '../data/stable-id.ts';
import { addDays } from './days.ts';
import type { SpecimenPlace } from './places.ts';
import type { Random } from './random.ts';

/** A vehicle of the specimen data: what vehicle registration knows, and payments names by its id. */
export interface SpecimenVehicle {
  id: string;
  /** Plate in parts: district code, letters, number; suffix E (electric) or H (historic). */
  plate: { district: string; letters: string; number: number; suffix: 'E' | 'H' | null };
  /** World manufacturer identifier `WXX`, which is given to nobody. */
  vin: string;
  make: string;
  model: string;
  /** Manufacturer and type codes, HSN (4 digits) and TSN (3 characters). */
  hsn: string;
  tsn: string;
  firstRegisteredOn: string;
  keeperSince: string;
  inspectionDueOn: string;
  /** Area of the registration authority, AGS. */
  authority: string;
  /** The day on which it was taken off the road, if it was. */
  deregisteredOn: string | null;
}

const models = [
  { make: 'Volkswagen', model: 'Golf', hsn: '0603', tsn: 'BGU', electric: false },
  { make: 'Volkswagen', model: 'ID.3', hsn: '0603', tsn: 'CKR', electric: true },
  { make: 'Opel', model: 'Corsa', hsn: '0035', tsn: 'BEG', electric: false },
  { make: 'BMW', model: '320d', hsn: '0005', tsn: 'CKL', electric: false },
  { make: 'Mercedes-Benz', model: 'A 180', hsn: '1313', tsn: 'GPB', electric: false },
  { make: 'Skoda', model: 'Octavia', hsn: '8004', tsn: 'AQP', electric: false },
  { make: 'Ford', model: 'Fiesta', hsn: '8566', tsn: 'BLM', electric: false },
  { make: 'Renault', model: 'Zoe', hsn: '3333', tsn: 'BDY', electric: true },
  { make: 'Trabant', model: '601', hsn: '0900', tsn: '000', electric: false },
] as const;

const vinCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

function vinFor(index: number): string {
  let rest = '';
  for (let left = index; rest.length < 6; left = Math.floor(left / vinCharacters.length))
    rest = (vinCharacters[left % vinCharacters.length] ?? '0') + rest;
  return `WXXZZZ00Z00${rest}`;
}

/**
 * Letters and number for the n-th plate: two letters and three digits, so that every district code fits into eight characters.
 * The city and the district that share `L` start at A and at U.
 */
function plateParts(place: SpecimenPlace, index: number): { letters: string; number: number } {
  const series = Math.floor(index / 900);
  const letter = (n: number) => String.fromCharCode(65 + n);
  const first = (place.vehicleAuthority === '14729' ? 20 : 0) + Math.floor(series / 26);
  return { letters: letter(first) + letter(series % 26), number: 100 + (index % 900) };
}

/** The `index`-th vehicle of all specimen vehicles, kept by somebody of this place. */
export function specimenVehicle(place: SpecimenPlace, index: number, random: Random, day: string): SpecimenVehicle {
  const model = random.pick(models);
  const isHistoric = model.make === 'Trabant';
  const age = isHistoric ? random.between(12_500, 20_000) : random.between(60, 5_500);
  const firstRegisteredOn = addDays(day, -age);
  const district = random.pick(place.plateCodes);
  // A suffix leaves seven characters before it.
  const suffix = district.length > 2 ? null : model.electric ? 'E' : isHistoric ? 'H' : null;
  const keptFor = random.between(30, age);
  const isOffTheRoad = random.chance(0.06);
  return {
    id: stableId('specimen-vehicle', String(index)),
    plate: { district, ...plateParts(place, index), suffix },
    vin: vinFor(index),
    make: model.make,
    model: model.model,
    hsn: model.hsn,
    tsn: model.tsn,
    firstRegisteredOn,
    keeperSince: addDays(day, -keptFor),
    // Every two years; a few are overdue.
    inspectionDueOn: addDays(day, random.chance(0.1) ? -random.between(1, 120) : random.between(1, 730)),
    authority: place.vehicleAuthority,
    deregisteredOn: isOffTheRoad ? addDays(day, -random.between(1, Math.min(keptFor, 3_000))) : null,
  };
}
