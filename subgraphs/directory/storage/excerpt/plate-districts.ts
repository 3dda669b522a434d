/** What the project knows about a plate district code. */
export interface ExcerptPlateDistrict {
  code: string;
  places: readonly string[];
  /** Districts that give it out: AGS of 5 digits. */
  areas: readonly string[];
}

const leipzigDistrict = ['14729'];

export const plateDistricts: readonly ExcerptPlateDistrict[] = [
  // Shared: the city gives out A–T and AA–TZ, the district U–Z and UA–ZZ.
  { code: 'L', places: ['Leipzig', 'Landkreis Leipzig'], areas: ['14713', '14729'] },
  { code: 'BNA', places: ['Borna'], areas: leipzigDistrict },
  { code: 'GHA', places: ['Geithain'], areas: leipzigDistrict },
  { code: 'GRM', places: ['Grimma'], areas: leipzigDistrict },
  { code: 'MTL', places: ['Muldentalkreis'], areas: leipzigDistrict },
  { code: 'WUR', places: ['Wurzen'], areas: leipzigDistrict },
  { code: 'DD', places: ['Dresden'], areas: ['14612'] },
  { code: 'C', places: ['Chemnitz'], areas: ['14511'] },
  { code: 'ROW', places: ['Rotenburg (Wümme)'], areas: ['03357'] },
  { code: 'BRV', places: ['Bremervörde'], areas: ['03357'] },
  { code: 'OHZ', places: ['Osterholz-Scharmbeck', 'Landkreis Osterholz'], areas: ['03356'] },
  { code: 'MD', places: ['Magdeburg'], areas: ['15003'] },
  { code: 'HAL', places: ['Halle (Saale)'], areas: ['15002'] },
  { code: 'F', places: ['Frankfurt am Main'], areas: ['06412'] },
  { code: 'FF', places: ['Frankfurt (Oder)'], areas: ['12053'] },
];
