import type { AuthorityLevel } from '../../domain/authority-level.ts';

/** An authority that the project knows by itself. */
export interface ExcerptAuthority {
  /** What its id is made of: the AGS, or a short name where it is not the authority of an area. */
  code: string;
  level: AuthorityLevel;
  name: string;
  nameEn?: string;
  /** Null for authorities that are not the one of an area. */
  ags: string | null;
  /** Where it works; empty for the whole country. */
  area: string;
  isDistrictFree?: boolean;
  ars?: string;
  street?: string;
  postalCode?: string;
  city?: string;
  website?: string;
}

type Details = Omit<ExcerptAuthority, 'code' | 'level' | 'name' | 'ags' | 'area'>;

const federal = (code: string, name: string, details: Details): ExcerptAuthority => ({
  code,
  level: 'FEDERAL',
  name,
  ags: null,
  area: '',
  ...details,
});

const ofArea = (level: AuthorityLevel, ags: string, name: string, details: Details): ExcerptAuthority => ({
  code: ags,
  level,
  name,
  ags,
  area: ags,
  ...details,
});

const state = (ags: string, name: string, nameEn: string, city: string, website: string) =>
  ofArea('STATE', ags, name, { nameEn, city, website });

const city = (ags: string, name: string, details: Details) =>
  ofArea('MUNICIPAL', ags, name, { isDistrictFree: true, ...details });

const federalAuthorities: readonly ExcerptAuthority[] = [
  federal('DE', 'Bundesrepublik Deutschland', {
    nameEn: 'Federal Republic of Germany',
    city: 'Berlin',
    website: 'https://www.bund.de',
  }),
  federal('KBA', 'Kraftfahrt-Bundesamt', {
    nameEn: 'Federal Motor Transport Authority (KBA)',
    street: 'Fördestraße 16',
    postalCode: '24944',
    city: 'Flensburg',
    website: 'https://www.kba.de',
  }),
  federal('BUNDID', 'BundID', { nameEn: 'BundID, the federal citizen account', website: 'https://id.bund.de' }),
  federal('ZOLL', 'Zollverwaltung', {
    nameEn: 'Customs administration',
    street: 'Am Propsthof 78a',
    postalCode: '53121',
    city: 'Bonn',
    website: 'https://www.zoll.de',
  }),
];

const states: readonly ExcerptAuthority[] = [
  state('01', 'Land Schleswig-Holstein', 'Schleswig-Holstein', 'Kiel', 'https://www.schleswig-holstein.de'),
  state('02', 'Freie und Hansestadt Hamburg (Land)', 'Hamburg (state)', 'Hamburg', 'https://www.hamburg.de'),
  state('03', 'Land Niedersachsen', 'Lower Saxony', 'Hannover', 'https://www.niedersachsen.de'),
  state('04', 'Freie Hansestadt Bremen', 'Bremen (state)', 'Bremen', 'https://www.bremen.de'),
  state('05', 'Land Nordrhein-Westfalen', 'North Rhine-Westphalia', 'Düsseldorf', 'https://www.land.nrw'),
  state('06', 'Land Hessen', 'Hesse', 'Wiesbaden', 'https://hessen.de'),
  state('07', 'Land Rheinland-Pfalz', 'Rhineland-Palatinate', 'Mainz', 'https://www.rlp.de'),
  state('08', 'Land Baden-Württemberg', 'Baden-Württemberg', 'Stuttgart', 'https://www.baden-wuerttemberg.de'),
  state('09', 'Freistaat Bayern', 'Bavaria', 'München', 'https://www.bayern.de'),
  state('10', 'Saarland', 'Saarland', 'Saarbrücken', 'https://www.saarland.de'),
  state('11', 'Land Berlin', 'Berlin (state)', 'Berlin', 'https://www.berlin.de'),
  state('12', 'Land Brandenburg', 'Brandenburg', 'Potsdam', 'https://www.brandenburg.de'),
  state(
    '13',
    'Land Mecklenburg-Vorpommern',
    'Mecklenburg-Western Pomerania',
    'Schwerin',
    'https://www.regierung-mv.de',
  ),
  state('14', 'Freistaat Sachsen', 'Saxony', 'Dresden', 'https://www.sachsen.de'),
  state('15', 'Land Sachsen-Anhalt', 'Saxony-Anhalt', 'Magdeburg', 'https://www.sachsen-anhalt.de'),
  state('16', 'Freistaat Thüringen', 'Thuringia', 'Erfurt', 'https://thueringen.de'),
  {
    code: 'LDS',
    level: 'STATE',
    name: 'Landesdirektion Sachsen',
    nameEn: 'Saxony State Directorate',
    ags: null,
    area: '14',
    street: 'Altchemnitzer Straße 41',
    postalCode: '09120',
    city: 'Chemnitz',
    website: 'https://www.lds.sachsen.de',
  },
];

const districts: readonly ExcerptAuthority[] = [
  ofArea('DISTRICT', '14729', 'Landkreis Leipzig', {
    street: 'Stauffenbergstraße 4',
    postalCode: '04552',
    city: 'Borna',
    website: 'https://www.landkreisleipzig.de',
  }),
  ofArea('DISTRICT', '03357', 'Landkreis Rotenburg (Wümme)', {
    street: 'Hopfengarten 2',
    postalCode: '27356',
    city: 'Rotenburg (Wümme)',
    website: 'https://www.lk-row.de',
  }),
  ofArea('DISTRICT', '03356', 'Landkreis Osterholz', {
    street: 'Osterholzer Straße 23',
    postalCode: '27711',
    city: 'Osterholz-Scharmbeck',
    website: 'https://www.landkreis-osterholz.de',
  }),
];

const municipalities: readonly ExcerptAuthority[] = [
  city('14713000', 'Stadt Leipzig', {
    ars: '147130000000',
    street: 'Martin-Luther-Ring 4-6',
    postalCode: '04109',
    city: 'Leipzig',
    website: 'https://www.leipzig.de',
  }),
  city('14612000', 'Landeshauptstadt Dresden', {
    ars: '146120000000',
    street: 'Dr.-Külz-Ring 19',
    postalCode: '01067',
    city: 'Dresden',
    website: 'https://www.dresden.de',
  }),
  city('14511000', 'Stadt Chemnitz', {
    ars: '145110000000',
    street: 'Markt 1',
    postalCode: '09111',
    city: 'Chemnitz',
    website: 'https://www.chemnitz.de',
  }),
  city('15003000', 'Landeshauptstadt Magdeburg', {
    ars: '150030000000',
    street: 'Alter Markt 6',
    postalCode: '39104',
    city: 'Magdeburg',
    website: 'https://www.magdeburg.de',
  }),
  city('15002000', 'Stadt Halle (Saale)', {
    ars: '150020000000',
    street: 'Markt 1',
    postalCode: '06108',
    city: 'Halle (Saale)',
    website: 'https://www.halle.de',
  }),
  city('06412000', 'Stadt Frankfurt am Main', {
    ars: '064120000000',
    street: 'Römerberg 23',
    postalCode: '60311',
    city: 'Frankfurt am Main',
    website: 'https://frankfurt.de',
  }),
  city('12053000', 'Stadt Frankfurt (Oder)', {
    ars: '120530000000',
    street: 'Marktplatz 1',
    postalCode: '15230',
    city: 'Frankfurt (Oder)',
    website: 'https://www.frankfurt-oder.de',
  }),
  ofArea('MUNICIPAL', '03357039', 'Stadt Rotenburg (Wümme)', {
    ars: '033570039039',
    street: 'Große Straße 1',
    postalCode: '27356',
    city: 'Rotenburg (Wümme)',
    website: 'https://www.rotenburg-wuemme.de',
  }),
  ofArea('MUNICIPAL', '03356007', 'Stadt Osterholz-Scharmbeck', {
    ars: '033560007007',
    street: 'Rathausstraße 1',
    postalCode: '27711',
    city: 'Osterholz-Scharmbeck',
    website: 'https://www.osterholz-scharmbeck.de',
  }),
  ofArea('MUNICIPAL', '14729050', 'Große Kreisstadt Borna', {
    street: 'Markt 1',
    postalCode: '04552',
    city: 'Borna',
    website: 'https://www.borna.de',
  }),
];

/** Authorities of the places that the project ships with, all states, and the federal ones that services name. */
export const excerptAuthorities: readonly ExcerptAuthority[] = [
  ...federalAuthorities,
  ...states,
  ...districts,
  ...municipalities,
];
