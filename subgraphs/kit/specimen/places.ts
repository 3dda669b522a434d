/** A place in which specimen citizens live: where the specimen data of all subgraphs plays. */
export interface SpecimenPlace {
  /** Municipality, AGS of 8 digits. */
  ags: string;
  city: string;
  postalCodes: readonly string[];
  /** Area of the authority that registers residents: the municipality, AGS of 8 digits. */
  residenceAuthority: string;
  /** Area of the vehicle registration authority: AGS of a city (8 digits) or of a district (5 digits). */
  vehicleAuthority: string;
  /** Plate district codes given out there. */
  plateCodes: readonly string[];
  /** Telephone area code. */
  areaCode: string;
}

const city = (
  ags: string,
  name: string,
  postalCodes: string[],
  plateCodes: string[],
  areaCode: string,
): SpecimenPlace => ({
  ags,
  city: name,
  postalCodes,
  residenceAuthority: ags,
  vehicleAuthority: ags,
  plateCodes,
  areaCode,
});

export const specimenPlaces: readonly SpecimenPlace[] = [
  city('14713000', 'Leipzig', ['04103', '04105', '04229'], ['L'], '341'),
  city('14612000', 'Dresden', ['01067', '01099'], ['DD'], '351'),
  city('14511000', 'Chemnitz', ['09111', '09112'], ['C'], '371'),
  { ...city('03357039', 'Rotenburg (Wümme)', ['27356'], ['ROW', 'BRV'], '4261'), vehicleAuthority: '03357' },
  { ...city('03356007', 'Osterholz-Scharmbeck', ['27711'], ['OHZ'], '4791'), vehicleAuthority: '03356' },
  city('15003000', 'Magdeburg', ['39104', '39108'], ['MD'], '391'),
  city('15002000', 'Halle (Saale)', ['06108', '06110'], ['HAL'], '345'),
  city('06412000', 'Frankfurt am Main', ['60311', '60594'], ['F'], '69'),
  city('12053000', 'Frankfurt (Oder)', ['15230'], ['FF'], '335'),
  { ...city('14729050', 'Borna', ['04552'], ['L', 'BNA'], '3433'), vehicleAuthority: '14729' },
];
