/** What a specimen citizen is told apart by; the rest is drawn. */
export interface NamedSpecimen {
  key?: string;
  givenNames: string;
  familyName: string;
  gender: 'female' | 'male';
  birthName?: string;
  title?: string;
  dateOfBirth?: string;
  nationality?: string;
  /** Index into the specimen places. */
  place?: number;
  vehicles?: number;
}

/** The dozen whom the login page offers, in the style of the names on official specimen documents. */
export const dozen: readonly NamedSpecimen[] = [
  {
    key: 'erika',
    givenNames: 'Erika',
    familyName: 'Mustermann',
    birthName: 'Gabler',
    gender: 'female',
    dateOfBirth: '1964-08-12',
    place: 0,
    vehicles: 2,
  },
  {
    key: 'max',
    givenNames: 'Max',
    familyName: 'Mustermann',
    gender: 'male',
    dateOfBirth: '1962-03-04',
    place: 1,
    vehicles: 1,
  },
  {
    key: 'leon',
    givenNames: 'Leon Heinz',
    familyName: 'Musterfrau',
    gender: 'male',
    dateOfBirth: '1998-11-30',
    place: 2,
    vehicles: 1,
  },
  {
    key: 'lieschen',
    givenNames: 'Lieschen',
    familyName: 'Müller',
    gender: 'female',
    dateOfBirth: '1987-05-17',
    place: 3,
    vehicles: 2,
  },
  {
    key: 'otto',
    givenNames: 'Otto',
    familyName: 'Normalverbraucher',
    gender: 'male',
    dateOfBirth: '1955-01-23',
    place: 4,
    vehicles: 1,
  },
  {
    key: 'sabine',
    givenNames: 'Sabine',
    familyName: 'Beispiel',
    birthName: 'Größenwörth',
    gender: 'female',
    dateOfBirth: '1979-09-09',
    place: 5,
    vehicles: 3,
  },
  {
    key: 'juergen',
    givenNames: 'Jürgen',
    familyName: 'Exempel',
    title: 'Dr.',
    gender: 'male',
    dateOfBirth: '1970-12-31',
    place: 6,
    vehicles: 1,
  },
  {
    key: 'ayse',
    givenNames: 'Ayşe',
    familyName: 'Örnek',
    gender: 'female',
    dateOfBirth: '1991-02-28',
    nationality: 'TR',
    place: 7,
    vehicles: 1,
  },
  {
    key: 'jan',
    givenNames: 'Jan',
    familyName: 'Kowalski',
    gender: 'male',
    dateOfBirth: '1984-06-06',
    nationality: 'PL',
    place: 8,
    vehicles: 1,
  },
  {
    key: 'hanna',
    givenNames: 'Hanna',
    familyName: 'Probst-Vorlage',
    gender: 'female',
    dateOfBirth: '2004-04-01',
    place: 9,
    vehicles: 1,
  },
  {
    key: 'emil',
    givenNames: 'Emil',
    familyName: 'Platzhalter',
    gender: 'male',
    dateOfBirth: '2009-07-15',
    place: 0,
    vehicles: 0,
  },
  {
    key: 'gertrud',
    givenNames: 'Gertrud',
    familyName: 'Schablone',
    gender: 'female',
    dateOfBirth: '1938-10-20',
    place: 1,
    vehicles: 0,
  },
];

export const givenNames = {
  female: [
    'Anna',
    'Brigitte',
    'Clara',
    'Dörte',
    'Elif',
    'Franziska',
    'Greta',
    'Heike',
    'Ines',
    'Jana',
    'Katrin',
    'Linh',
    'Maja',
    'Nora',
    'Petra',
  ],
  male: [
    'Anton',
    'Björn',
    'Cem',
    'Dieter',
    'Enrico',
    'Falk',
    'Götz',
    'Henning',
    'Ivan',
    'Jens',
    'Karl',
    'Lukas',
    'Mirko',
    'Nils',
    'Rüdiger',
  ],
} as const;

export const familyNames = [
  'Muster',
  'Beispiel',
  'Exempel',
  'Probe',
  'Vorlage',
  'Schablone',
  'Platzhalter',
  'Mustermann',
  'Musterfrau',
  'Modell',
  'Entwurf',
  'Specimen',
  'Beispielhuber',
  'Probst',
  'Musterkötter',
  'Vorführ',
  'Übungsleiter',
  'Größenwörth',
  'Testorf',
  'Nachahm',
] as const;

export const streets = [
  'Musterstraße',
  'Beispielweg',
  'Am Rathaus',
  'Bahnhofstraße',
  'Goethestraße',
  'Lindenallee',
  'Schulgasse',
  'An der Probe',
  'Neue Straße',
  'Marktplatz',
] as const;
