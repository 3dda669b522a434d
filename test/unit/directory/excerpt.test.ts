import { expect, test } from '@jest/globals';
import { offices } from '../../../subgraphs/appointments/domain/offices.ts';
import { isLeikaKey } from '../../../subgraphs/directory/domain/service-key.ts';
import { excerptAuthorities } from '../../../subgraphs/directory/storage/excerpt/authorities.ts';
import { plateDistricts } from '../../../subgraphs/directory/storage/excerpt/plate-districts.ts';
import { excerptServices } from '../../../subgraphs/directory/storage/excerpt/write-excerpt.ts';
import { specimenPlaces } from '../../../subgraphs/kit/specimen/places.ts';

const codes = excerptAuthorities.map(({ code }) => code);
const keys = excerptServices.map(({ key }) => key);

/** The services that the design names. */
const named = `99036008007002 99036008007001 99036008007008 99036008070003 99036008070002 99036008071000 99036013000000
  99036009072003 99115005104001 99008001012000 99008004180002 99085001012000 99102013000000 99110009104000 99108009012000
  99050012104000 99012008001000 99107021017000 99023001012000 99108012005000 99001004000000`.split(/\s+/);

test('every authority and every service is there once', () => {
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(keys).size).toBe(keys.length);
});

test('all services that the design names are there, and one that the catalogue lacks', () => {
  expect(keys).toEqual(expect.arrayContaining(named));
  expect(keys.filter((key) => !isLeikaKey(key))).toContain('ifsg-56');
});

test('all authorities that other services name by AGS are there, and all 16 states', () => {
  const places = specimenPlaces.flatMap(({ residenceAuthority, vehicleAuthority }) => [
    residenceAuthority,
    vehicleAuthority,
  ]);
  expect(codes).toEqual(expect.arrayContaining([...places, ...offices.map(({ authority }) => authority)]));
  expect(codes.filter((code) => /^\d\d$/.test(code))).toHaveLength(16);
});

test('all services for which offices give appointments are there', () => {
  expect(keys).toEqual(
    expect.arrayContaining(offices.flatMap(({ services }) => services.map(({ leikaKey }) => leikaKey))),
  );
});

test('rules name authorities that are there', () => {
  const authorities = excerptServices.flatMap(({ rules }) => rules.flatMap(({ authority }) => authority ?? []));
  expect(authorities).toContain('KBA');
  expect(codes).toEqual(expect.arrayContaining(authorities));
});

test('plate codes lie in districts, or cities that are one, that are there', () => {
  for (const area of plateDistricts.flatMap(({ areas }) => areas))
    expect(codes.some((code) => code === area || code === `${area}000`)).toBe(true);
});

test('every service has a title, a description and a rule for the whole country', () => {
  for (const { title, description, rules } of excerptServices) {
    for (const text of [title.de, title.en, description.de, description.en]) expect(text.length).toBeGreaterThan(4);
    expect(rules.some(({ area }) => area === '')).toBe(true);
  }
});
