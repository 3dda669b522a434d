import { stableId } from '../data/stable-id.ts';
import { addDays } from './days.ts';
import { dozen, familyNames, givenNames, streets, type NamedSpecimen } from './names.ts';
import { specimenPlaces, type SpecimenPlace } from './places.ts';
import { randomFrom, type Random } from './random.ts';
import { specimenVehicle, type SpecimenVehicle } from './vehicle.ts';

export interface SpecimenAddress {
  street: string;
  houseNumber: string;
  postalCode: string;
  city: string;
  ags: string;
  movedInOn: string;
}

/** An invented citizen in the style of official specimen documents. The same seed and day give the same citizens everywhere. */
export interface SpecimenCitizen {
  index: number;
  /** User name, e.g. `erika`. */
  key: string;
  /** The issuer's `sub`. */
  subject: string;
  givenNames: string;
  familyName: string;
  birthName: string | null;
  title: string | null;
  gender: 'female' | 'male';
  dateOfBirth: string;
  placeOfBirth: string;
  nationality: string;
  place: SpecimenPlace;
  residence: SpecimenAddress;
  secondaryResidence: SpecimenAddress | null;
  mail: string;
  /** E.164, in the range that is kept free for fiction. */
  phone: string;
  vehicles: SpecimenVehicle[];
}

export interface SpecimenOptions {
  count: number;
  /** The first citizen's index: to make more in batches. */
  from?: number;
  seed?: string;
  /** The day relative to which things lie in the past or the future, YYYY-MM-DD. */
  day: string;
}

/** A citizen has three vehicles at most, so that a vehicle's number follows from its keeper's. */
const mostVehicles = 3;

/** Citizens `from` to `from + count - 1`: first the dozen known by name, then as many more of the same kind as wanted. */
export function specimenCitizens({ count, from = 0, seed = 'amtgraph', day }: SpecimenOptions): SpecimenCitizen[] {
  return Array.from({ length: count }, (_, offset) => citizenAt(from + offset, seed, day));
}

/** A source of random numbers for one citizen and one purpose, so that subgraphs do not shift each other's specimen data. */
export function randomFor(citizen: Pick<SpecimenCitizen, 'key'>, purpose: string): Random {
  return randomFrom(`${citizen.key}:${purpose}`);
}

function citizenAt(index: number, seed: string, day: string): SpecimenCitizen {
  const random = randomFrom(`${seed}:${index}`);
  const named: NamedSpecimen = dozen[index] ?? invented(index, random);
  const place = specimenPlaces[(named.place ?? index) % specimenPlaces.length] ?? random.pick(specimenPlaces);
  const key = named.key ?? `specimen-${String(index).padStart(5, '0')}`;
  const vehicleCount = named.vehicles ?? random.pick([0, 1, 1, 1, 2, mostVehicles]);
  return {
    index,
    key,
    subject: stableId('specimen-citizen', key),
    givenNames: named.givenNames,
    familyName: named.familyName,
    birthName: named.birthName ?? null,
    title: named.title ?? null,
    gender: named.gender,
    dateOfBirth: named.dateOfBirth ?? addDays(day, -random.between(18 * 366, 85 * 365)),
    placeOfBirth: random.pick(specimenPlaces).city,
    nationality: named.nationality ?? 'DE',
    place,
    residence: addressIn(place, random, day),
    secondaryResidence: random.chance(0.1)
      ? addressIn(random.pick(specimenPlaces.filter((other) => other !== place)), random, day)
      : null,
    mail: `${key}@example.org`,
    phone: `+4930230${String(10_000 + (index % 90_000))}`,
    vehicles: Array.from({ length: vehicleCount }, (_, n) =>
      specimenVehicle(place, index * mostVehicles + n, random, day),
    ),
  };
}

function addressIn(place: SpecimenPlace, random: Random, day: string): SpecimenAddress {
  return {
    street: random.pick(streets),
    houseNumber: String(random.between(1, 120)) + random.pick(['', '', '', 'a', 'b']),
    postalCode: random.pick(place.postalCodes),
    city: place.city,
    ags: place.ags,
    movedInOn: addDays(day, -random.between(20, 9_000)),
  };
}

function invented(index: number, random: Random): NamedSpecimen {
  const gender = index % 2 === 0 ? 'female' : 'male';
  return {
    givenNames: random.pick(givenNames[gender]),
    familyName: random.pick(familyNames),
    gender,
    ...(random.chance(0.25) ? { birthName: random.pick(familyNames) } : {}),
    ...(random.chance(0.04) ? { title: 'Dr.' } : {}),
  };
}
