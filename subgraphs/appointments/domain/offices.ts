/** An office at which people can have appointments, with what it offers. */
export interface OfficeEntry {
  key: string;
  name: string;
  /** Area of its authority, AGS. */
  authority: string;
  address: { street: string; postalCode: string; city: string };
  services: readonly OfferedService[];
}

/** A service by its LeiKa key, with the time that a clerk needs for it. */
export interface OfferedService {
  leikaKey: string;
  minutes: number;
}

const residents: readonly OfferedService[] = [
  { leikaKey: '99115005104001', minutes: 15 },
  { leikaKey: '99008001012000', minutes: 15 },
  { leikaKey: '99008004180002', minutes: 10 },
  { leikaKey: '99085001012000', minutes: 15 },
  { leikaKey: '99110009104000', minutes: 10 },
];

const vehicles: readonly OfferedService[] = [
  { leikaKey: '99036008007002', minutes: 20 },
  { leikaKey: '99036008007001', minutes: 15 },
  { leikaKey: '99036008007008', minutes: 20 },
  { leikaKey: '99036008070002', minutes: 10 },
  { leikaKey: '99036008071000', minutes: 15 },
  { leikaKey: '99023001012000', minutes: 20 },
];

type Place = [key: string, ags: string, vehicleArea: string, street: string, postalCode: string, city: string];

/** The places that the system ships with; addresses are those of the town halls. */
const places: readonly Place[] = [
  ['leipzig', '14713000', '14713000', 'Martin-Luther-Ring 4-6', '04109', 'Leipzig'],
  ['dresden', '14612000', '14612000', 'Dr.-Külz-Ring 19', '01067', 'Dresden'],
  ['chemnitz', '14511000', '14511000', 'Markt 1', '09111', 'Chemnitz'],
  ['rotenburg', '03357039', '03357', 'Große Straße 1', '27356', 'Rotenburg (Wümme)'],
  ['osterholz', '03356007', '03356', 'Rathausstraße 1', '27711', 'Osterholz-Scharmbeck'],
  ['magdeburg', '15003000', '15003000', 'Alter Markt 6', '39104', 'Magdeburg'],
  ['halle', '15002000', '15002000', 'Markt 1', '06108', 'Halle (Saale)'],
  ['frankfurt-main', '06412000', '06412000', 'Römerberg 23', '60311', 'Frankfurt am Main'],
  ['frankfurt-oder', '12053000', '12053000', 'Marktplatz 1', '15230', 'Frankfurt (Oder)'],
  ['borna', '14729050', '14729', 'Markt 1', '04552', 'Borna'],
];

/** Two offices a place: one for residents, one for vehicles. */
export const offices: readonly OfficeEntry[] = places.flatMap(([key, ags, vehicleArea, street, postalCode, city]) => {
  const address = { street, postalCode, city };
  return [
    { key: `${key}/residents`, name: `Bürgeramt ${city}`, authority: ags, address, services: residents },
    {
      key: `${key}/vehicles`,
      name: `Kfz-Zulassungsstelle ${city}`,
      authority: vehicleArea,
      address,
      services: vehicles,
    },
  ];
});
