import { documents, free, type ExcerptBundle, type ExcerptService } from './excerpt-service.ts';

const residence: ExcerptBundle = {
  ozgId: '10124',
  name: 'Wohnsitzmeldungen',
  lifeSituation: 'Wohnen & Umzug',
  field: 'Bauen & Wohnen',
};
const identityCard: ExcerptBundle = {
  ozgId: '10119',
  name: 'Personalausweis',
  lifeSituation: 'Querschnitt Bürger',
  field: 'Querschnitt',
};
const passport: ExcerptBundle = {
  ozgId: '10177',
  name: 'Reisepass',
  lifeSituation: 'Auslandsaufenthalt',
  field: 'Mobilität & Reisen',
};
const dogs: ExcerptBundle = {
  ozgId: '10160',
  name: 'Hundehaltung',
  lifeSituation: 'Tierhaltung',
  field: 'Engagement & Hobby',
};

const { identification, photo, landlord } = documents;
const dogFee = { text: { de: 'legt die Satzung der Gemeinde fest', en: 'set by the statutes of the municipality' } };

/** What citizen centres do: residence, papers, dogs. */
export const residentServices: readonly ExcerptService[] = [
  {
    key: '99115005104001',
    catalogueName: 'Wohnsitz Anmeldung als Hauptwohnsitz',
    types: [2, 3],
    bundle: residence,
    title: { de: 'Hauptwohnsitz anmelden', en: 'Register a main residence' },
    description: {
      de: 'Anmeldung der neuen Wohnung innerhalb von zwei Wochen nach dem Einzug.',
      en: 'Registration of a new home within two weeks of moving in.',
    },
    keywords: 'Umzug ummelden Wohnung Adresse Einwohnermeldeamt Anmeldung move address',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [identification, landlord],
        fee: { onlineCents: 0, counterCents: 0, text: free, basis: 'BMG § 17' },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99008001012000',
    catalogueName: 'Personalausweis Ausstellung',
    types: [2, 3],
    bundle: identityCard,
    title: { de: 'Personalausweis beantragen', en: 'Apply for an identity card' },
    description: {
      de: 'Ausstellung eines Personalausweises, gültig zehn Jahre, unter 24 Jahren sechs.',
      en: 'Issue of an identity card, valid for ten years, six for people under 24.',
    },
    keywords: 'Ausweis Perso ID card eID',
    maturity: 1,
    rules: [
      {
        area: '',
        channels: ['COUNTER'],
        documents: [identification, photo],
        fee: {
          counterCents: 3700,
          text: { de: 'unter 24 Jahren 22,80 Euro', en: 'EUR 22.80 for people under 24' },
          basis: 'PAuswGebV § 1',
        },
        durationMinutes: 15,
        validFrom: '2021-01-01',
      },
    ],
  },
  {
    key: '99008004180002',
    catalogueName: 'elektronischer Identitätsnachweis Aktivierung nachträglich',
    types: [2, 3],
    bundle: identityCard,
    title: { de: 'Online-Ausweisfunktion einschalten', en: 'Activate the online function of an identity card' },
    description: {
      de: 'Nachträgliches Einschalten der eID des Personalausweises und Setzen der PIN.',
      en: 'Activation of the eID of an identity card after its issue, and setting the PIN.',
    },
    keywords: 'eID Online-Ausweis PIN aktivieren Personalausweis activate',
    maturity: 2,
    rules: [
      {
        area: '',
        channels: ['COUNTER'],
        documents: [identification],
        fee: { counterCents: 0, text: free },
        durationMinutes: 10,
      },
    ],
  },
  {
    key: '99085001012000',
    catalogueName: 'Reisepass Ausstellung',
    types: [2, 3],
    bundle: passport,
    title: { de: 'Reisepass beantragen', en: 'Apply for a passport' },
    description: {
      de: 'Ausstellung eines Reisepasses, gültig zehn Jahre, unter 24 Jahren sechs.',
      en: 'Issue of a passport, valid for ten years, six for people under 24.',
    },
    keywords: 'Pass ePass Ausweis Urlaub travel document',
    maturity: 1,
    rules: [passportRule(6000, undefined, '2023-12-31'), passportRule(7000, '2024-01-01')],
  },
  {
    key: '99102013000000',
    catalogueName: 'Hundesteuer',
    types: [4],
    bundle: dogs,
    title: { de: 'Hundesteuer', en: 'Dog tax' },
    description: {
      de: 'Steuer der Gemeinde auf das Halten von Hunden.',
      en: 'Tax of the municipality on keeping a dog.',
    },
    keywords: 'Hund Steuer Ermäßigung Hundemarke dog',
    maturity: 2,
    rules: [
      {
        area: '',
        level: 'MUNICIPAL',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'NORMAL',
        fee: dogFee,
        documents: [],
      },
    ],
  },
  {
    key: '99110009104000',
    catalogueName: 'Hundehaltung Anmeldung',
    types: [2, 3],
    bundle: dogs,
    title: { de: 'Hund anmelden', en: 'Register a dog' },
    description: {
      de: 'Anmeldung eines Hundes bei der Gemeinde, auch für die Hundesteuer.',
      en: 'Registration of a dog with the municipality, also for dog tax.',
    },
    keywords: 'Hund Hundehaltung Hundemarke Hundesteuer dog',
    maturity: 4,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'NORMAL',
        documents: [
          { de: 'Chipnummer und Rasse des Hundes', en: 'Chip number and breed of the dog' },
          {
            de: 'Nachweis der Haftpflichtversicherung, wo verlangt',
            en: 'Proof of liability insurance where required',
          },
        ],
        fee: { onlineCents: 0, counterCents: 0, text: free },
        durationMinutes: 10,
      },
    ],
  },
];

/** The fee rose on 1 January 2024: two rules, one after the other. */
function passportRule(cents: number, validFrom?: string, validTo?: string): ExcerptService['rules'][number] {
  return {
    area: '',
    channels: ['COUNTER'],
    documents: [identification, photo],
    fee: {
      counterCents: cents,
      text: { de: 'unter 24 Jahren 37,50 Euro', en: 'EUR 37.50 for people under 24' },
      basis: 'PassV § 15',
    },
    durationMinutes: 15,
    ...(validFrom ? { validFrom } : {}),
    ...(validTo ? { validTo } : {}),
  };
}
