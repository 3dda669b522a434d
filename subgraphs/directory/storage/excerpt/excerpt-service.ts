import type { CompetenceRule, Texts } from '../../domain/competence.ts';
import type { ServiceTypeNumber } from '../../domain/service-types.ts';

/** A bundle of services under the online access act, as the catalogue of 2019 has it. */
export interface ExcerptBundle {
  ozgId: string;
  name: string;
  lifeSituation: string;
  field: string;
}

/** What holds for a service in an area; days are YYYY-MM-DD. */
export interface ExcerptRule extends Omit<CompetenceRule, 'authorityId'> {
  /** Code of the competent authority: AGS, or short name of an authority without one. */
  authority?: string;
  validFrom?: string;
  validTo?: string;
}

/** A service that the project describes itself. */
export interface ExcerptService {
  /** LeiKa key, or a local key where the catalogue has none. */
  key: string;
  /** Its name in the catalogue. */
  catalogueName: string;
  types: readonly ServiceTypeNumber[];
  bundle?: ExcerptBundle;
  title: Required<Texts>;
  description: Required<Texts>;
  /** What people call it, besides its title. */
  keywords: string;
  maturity: number;
  rules: readonly ExcerptRule[];
}

/** Documents that many services ask for. */
export const documents = {
  identification: { de: 'Personalausweis oder Reisepass', en: 'Identity card or passport' },
  eid: {
    de: 'Personalausweis mit aktivierter Online-Ausweisfunktion und PIN',
    en: 'Identity card with activated online function, and its PIN',
  },
  certificateOne: {
    de: 'Zulassungsbescheinigung Teil I (Fahrzeugschein)',
    en: 'Registration certificate part I (Fahrzeugschein)',
  },
  certificateTwo: {
    de: 'Zulassungsbescheinigung Teil II (Fahrzeugbrief)',
    en: 'Registration certificate part II (Fahrzeugbrief)',
  },
  plates: { de: 'Kennzeichenschilder mit Stempelplaketten', en: 'Number plates with their seals' },
  insurance: {
    de: 'Elektronische Versicherungsbestätigung (eVB-Nummer)',
    en: 'Electronic confirmation of insurance (eVB number)',
  },
  debit: { de: 'SEPA-Lastschriftmandat für die Kraftfahrzeugsteuer', en: 'SEPA direct debit mandate for vehicle tax' },
  inspection: { de: 'Nachweis der gültigen Hauptuntersuchung', en: 'Proof of a valid vehicle inspection' },
  photo: { de: 'Biometrisches Lichtbild', en: 'Biometric photograph' },
  landlord: { de: 'Wohnungsgeberbestätigung', en: 'Confirmation by the landlord (Wohnungsgeberbestätigung)' },
} as const satisfies Record<string, Texts>;

export const free: Texts = { de: 'gebührenfrei', en: 'free of charge' };
