import { describe, expect, test } from '@jest/globals';
import { areasFromNearest, isAgs, isWithin } from '../../../subgraphs/directory/domain/ags.ts';
import { searchTerms } from '../../../subgraphs/directory/domain/search-terms.ts';
import { createKeyAllocator, isLeikaKey } from '../../../subgraphs/directory/domain/service-key.ts';
import { readServiceTypes } from '../../../subgraphs/directory/domain/service-types.ts';
import { districtName, municipalityName } from '../../../subgraphs/directory/import/authority-names.ts';

describe('AGS', () => {
  test.each(['14', '14713', '14713000', '03357039'])('%s is one', (ags) => expect(isAgs(ags)).toBe(true));
  test.each(['', '1', '147', '1471300', '147130000000', '1471300x', ' 14', '14\n', '١٤'])('%j is none', (ags) =>
    expect(isAgs(ags)).toBe(false),
  );
  test('lies in the areas that it begins with', () => {
    expect(areasFromNearest('14729050')).toEqual(['14729050', '14729', '14']);
    expect(areasFromNearest('14')).toEqual(['14']);
    expect(areasFromNearest('')).toEqual([]);
    expect(isWithin('14729050', '14729')).toBe(true);
    expect(isWithin('14729050', '')).toBe(true);
    expect(isWithin('14729', '14729050')).toBe(false);
  });
});

describe('types of services', () => {
  test.each([
    ['2/3', [2, 3], []],
    ['1, 2/3', [1, 2, 3], []],
    ['5', [5], []],
    ['', [], []],
    ['44', [], ['44']],
    ['6', [], ['6']],
    ['2/2', [2], []],
    ['toString', [], ['toString']],
  ])('%j', (text, types, unknown) => {
    expect(readServiceTypes(text)).toEqual({ types, unknown });
  });
});

const line = (leikaKey: string, name: string, ozgId = '10000') => ({ leikaKey, name, ozgId });

describe('keys of services', () => {
  test('the first service with a LeiKa key has it alone, a further one also its name', () => {
    const keyFor = createKeyAllocator();
    expect(keyFor(line('99012001000000', 'A'))).toBe('99012001000000');
    expect(keyFor(line('99012001000000', 'B'))).toBe('99012001000000/10000/b');
    expect(keyFor(line('99012001000000', 'A'))).toBeNull();
  });

  test('services without a key are told apart by OZG-ID and name, however these are spaced and written', () => {
    const keyFor = createKeyAllocator();
    expect(keyFor(line('nicht im LeiKa', 'Eine  Leistung'))).toBe('local/10000/eine leistung');
    expect(keyFor(line('nicht im LeiKa', 'Eine Leistung', '10001'))).toBe('local/10001/eine leistung');
    expect(keyFor(line('3233', ' eine leistung'))).toBeNull();
  });

  test('a LeiKa key has 14 digits and begins with 99', () => {
    expect(isLeikaKey('99012001000000')).toBe(true);
    for (const text of ['9901200100000', '98012001000000', 'nicht im LeiKa', '990120010000001'])
      expect(isLeikaKey(text)).toBe(false);
  });
});

test.each([
  ['Hundesteuer für Blinde', ['hundesteuer', 'blinde']],
  ['für', ['für']],
  ["'); DROP TABLE & | ! <-> :*", ['drop', 'table']],
  ['  ', []],
  ['Gewerbe-Anmeldung Gewerbe', ['gewerbe', 'anmeldung']],
  ['a b c d e f g h i j k', ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']],
])('the words of %j are %j', (query, words) => {
  expect(searchTerms(query)).toEqual(words);
});

test.each([
  ['Leipzig, Stadt', 'Kreisfreie Stadt', 'Stadt Leipzig'],
  ['Kiel, Landeshauptstadt', 'Kreisfreie Stadt', 'Landeshauptstadt Kiel'],
  ['Abenberg, St', 'Stadt', 'Stadt Abenberg'],
  ['Absberg, M', 'Markt', 'Markt Absberg'],
  ['Albersdorf', 'Kreisangehörige Gemeinde', 'Gemeinde Albersdorf'],
  ['Leezen, OT Rampe', 'Kreisangehörige Gemeinde', 'Leezen, OT Rampe'],
])('the municipality %s (%s) is called %s', (name, kind, expected) => {
  expect(municipalityName(name, kind)).toBe(expected);
});

test.each([
  ['Osterholz', 'landkreis', 'Landkreis Osterholz'],
  ['Dithmarschen', 'kreis', 'Kreis Dithmarschen'],
  ['Rhein-Sieg-Kreis', 'kreis', 'Rhein-Sieg-Kreis'],
  ['Regionalverband Saarbrücken', 'regionalverband', 'Regionalverband Saarbrücken'],
])('the district %s (%s) is called %s', (name, kind, expected) => {
  expect(districtName(name, kind)).toBe(expected);
});
