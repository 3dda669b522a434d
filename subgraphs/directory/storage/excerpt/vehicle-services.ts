import { documents, type ExcerptBundle, type ExcerptService } from './excerpt-service.ts';

const registration: ExcerptBundle = {
  ozgId: '10439',
  name: 'Kraftfahrzeugzulassung, -um- und Abmeldung',
  lifeSituation: 'Logistik & Transport',
  field: 'Mobilität & Reisen',
};
const plates: ExcerptBundle = { ...registration, ozgId: '10436', name: 'Kraftfahrzeugkennzeichen' };
const vehicleTax: ExcerptBundle = { ...registration, ozgId: '10437', name: 'Kraftfahrzeugsteuer' };
const register: ExcerptBundle = {
  ...registration,
  ozgId: '10426',
  name: 'Fahrzeugregistereintragung und -auskunft',
};

const { certificateOne, certificateTwo, insurance, debit, inspection, identification, eid } = documents;

/** Registration of vehicles (FZV); fees of the fee schedule GebOSt. */
export const vehicleServices: readonly ExcerptService[] = [
  {
    key: '99036008007002',
    catalogueName: 'Kraftfahrzeug Zulassung erstmalig',
    types: [2, 3],
    bundle: registration,
    title: { de: 'Neues Fahrzeug zulassen', en: 'Register a new vehicle' },
    description: {
      de: 'Erstmalige Zulassung eines Fahrzeugs auf die Halterin oder den Halter.',
      en: 'First registration of a vehicle in the name of its keeper.',
    },
    keywords: 'Kfz Auto Pkw Motorrad Neuwagen anmelden Erstzulassung i-Kfz car',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [eid, certificateTwo, insurance, debit],
        fee: { onlineCents: 2790, counterCents: 2700, basis: 'GebOSt 221.1.1, 221.1' },
        durationMinutes: 20,
      },
    ],
  },
  {
    key: '99036008007001',
    catalogueName: 'Kraftfahrzeug Zulassung bei Halterwechsel',
    types: [2, 3],
    bundle: registration,
    title: { de: 'Fahrzeug auf neuen Halter umschreiben', en: 'Register a vehicle to a new keeper' },
    description: {
      de: 'Umschreibung eines gebrauchten Fahrzeugs, mit neuem oder behaltenem Kennzeichen.',
      en: 'Transfer of a used vehicle to a new keeper, with a new plate or the old one.',
    },
    keywords: 'Kfz Auto Gebrauchtwagen umschreiben Halterwechsel ummelden i-Kfz car',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [eid, certificateOne, certificateTwo, insurance, debit, inspection],
        fee: {
          onlineCents: 2790,
          counterCents: 2700,
          text: {
            de: 'Kennzeichen bleibt: 17,00 Euro online, 16,70 Euro vor Ort; aus einem anderen Bezirk 28,20 Euro online',
            en: 'Plate kept: EUR 17.00 online, EUR 16.70 at the counter; from another district EUR 28.20 online',
          },
          basis: 'GebOSt 221.10.1, 221.10, 221.8.1, 221.8, 221.2.1',
        },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99036008007008',
    catalogueName: 'Kraftfahrzeug Zulassung wieder',
    types: [2, 3],
    bundle: registration,
    title: { de: 'Fahrzeug wieder zulassen', en: 'Re-register a vehicle' },
    description: {
      de: 'Wiederzulassung eines Fahrzeugs, das bis zu sieben Jahre außer Betrieb war.',
      en: 'Registration of a vehicle that was off the road for up to seven years.',
    },
    keywords: 'Kfz Auto Wiederzulassung anmelden i-Kfz car',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [eid, certificateOne, certificateTwo, insurance, debit, inspection],
        fee: {
          onlineCents: 2790,
          counterCents: 2700,
          text: {
            de: 'Gleicher Halter mit reserviertem Kennzeichen: 12,50 Euro online, 11,60 Euro vor Ort',
            en: 'Same keeper with a reserved plate: EUR 12.50 online, EUR 11.60 at the counter',
          },
          basis: 'GebOSt 221.1.1, 221.1, 221.7, 221.6',
        },
        durationMinutes: 20,
      },
    ],
  },
  {
    key: '99036008070003',
    catalogueName: 'Kraftfahrzeug Abmeldung zur Außerbetriebsetzung (Onlineverfahren)',
    types: [1],
    bundle: registration,
    title: { de: 'Fahrzeug online abmelden', en: 'De-register a vehicle online' },
    description: {
      de: 'Außerbetriebsetzung eines Fahrzeugs mit den Sicherheitscodes der Plaketten und des Fahrzeugscheins.',
      en: 'Taking a vehicle off the road with the security codes of its seals and its registration certificate.',
    },
    keywords: 'Kfz Auto abmelden stilllegen Außerbetriebsetzung i-Kfz car deregister',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE'],
        requiredAssurance: 'HIGH',
        documents: [
          eid,
          {
            de: 'Sicherheitscodes der Stempelplaketten und der Zulassungsbescheinigung Teil I',
            en: 'Security codes of the seals and of registration certificate part I',
          },
        ],
        fee: { onlineCents: 570, basis: 'GebOSt 224.2' },
      },
    ],
  },
  {
    key: '99036008070002',
    catalogueName: 'Kraftfahrzeug Abmeldung zur Außerbetriebsetzung (persönliche Vorlage)',
    types: [2, 3],
    bundle: registration,
    title: { de: 'Fahrzeug vor Ort abmelden', en: 'De-register a vehicle at the counter' },
    description: {
      de: 'Außerbetriebsetzung eines Fahrzeugs in der Zulassungsstelle.',
      en: 'Taking a vehicle off the road at the registration office.',
    },
    keywords: 'Kfz Auto abmelden stilllegen Außerbetriebsetzung car deregister',
    maturity: 0,
    rules: [
      {
        area: '',
        channels: ['COUNTER'],
        documents: [certificateOne, documents.plates],
        fee: { counterCents: 690, basis: 'GebOSt 224.1' },
        durationMinutes: 10,
      },
    ],
  },
  {
    key: '99036008071000',
    catalogueName: 'Kraftfahrzeug Ummeldung',
    types: [2, 3],
    bundle: registration,
    title: { de: 'Fahrzeug nach Umzug ummelden', en: 'Change the address of a vehicle' },
    description: {
      de: 'Änderung der Anschrift in den Fahrzeugpapieren nach einem Umzug.',
      en: 'New address in the papers of the vehicle after a move.',
    },
    keywords: 'Kfz Auto ummelden Umzug Adressänderung Anschrift i-Kfz car move',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [eid, certificateOne, inspection],
        fee: {
          onlineCents: 1140,
          counterCents: 1020,
          text: {
            de: 'vor Ort zuzüglich 0,90 Euro für die Zulassungsbescheinigung Teil I; mit neuem Kennzeichen 28,20 Euro online, 27,00 Euro vor Ort',
            en: 'at the counter plus EUR 0.90 for registration certificate part I; with a new plate EUR 28.20 online, EUR 27.00 at the counter',
          },
          basis: 'GebOSt 225.1, 225, 221.2.1, 221.2',
        },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99036013000000',
    catalogueName: 'Mitnahme des Kraftfahrzeugkennzeichens bei Umzug',
    types: [2, 3],
    bundle: plates,
    title: { de: 'Kennzeichen beim Umzug mitnehmen', en: 'Keep the number plate when moving' },
    description: {
      de: 'Das Kennzeichen bleibt auch bei Umzug in einen anderen Zulassungsbezirk.',
      en: 'The plate stays, also on a move to another registration district.',
    },
    keywords: 'Kfz Auto Kennzeichenmitnahme Nummernschild behalten i-Kfz car plate',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'HIGH',
        documents: [eid, certificateOne, inspection],
        fee: { onlineCents: 1700, counterCents: 1670, basis: 'GebOSt 221.9.1, 221.9' },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99036009072003',
    catalogueName: 'Kraftfahrzeugkennzeichen Reservierung Wunschkennzeichen',
    types: [2, 3],
    bundle: plates,
    title: { de: 'Wunschkennzeichen reservieren', en: 'Reserve a number plate of choice' },
    description: {
      de: 'Reservierung eines freien Kennzeichens für etwa 90 Tage.',
      en: 'Reservation of a free number plate for about 90 days.',
    },
    keywords: 'Kfz Auto Nummernschild Kennzeichen aussuchen personalised plate',
    maturity: 4,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'NORMAL',
        documents: [],
        fee: { onlineCents: 1280, counterCents: 1280, basis: 'GebOSt 230 und Zuschlag für Wunschkennzeichen' },
        durationMinutes: 10,
      },
    ],
  },
  {
    key: '99029003001000',
    catalogueName: 'Halterauskunft Erteilung',
    types: [1],
    bundle: register,
    title: { de: 'Auskunft aus dem Fahrzeugregister', en: 'Extract from the vehicle register' },
    description: {
      de: 'Auskunft über die eigenen Daten im Zentralen Fahrzeugregister.',
      en: 'What the central vehicle register holds about oneself.',
    },
    keywords: 'Kfz Auto Halterauskunft Kraftfahrt-Bundesamt ZFZR register car',
    maturity: 3,
    rules: [
      {
        area: '',
        authority: 'KBA',
        channels: ['ONLINE'],
        requiredAssurance: 'HIGH',
        documents: [eid],
        fee: { onlineCents: 510, basis: 'GebOSt 226.3' },
      },
    ],
  },
  {
    key: 'vehicle-tax',
    catalogueName: 'Kraftfahrzeugsteuer',
    types: [1],
    bundle: vehicleTax,
    title: { de: 'Kraftfahrzeugsteuer', en: 'Vehicle tax' },
    description: {
      de: 'Festsetzung und Erhebung der Kraftfahrzeugsteuer durch die Zollverwaltung.',
      en: 'Assessment and collection of vehicle tax by the customs administration.',
    },
    keywords: 'Kfz-Steuer Auto Zoll Hauptzollamt Lastschrift car tax customs',
    maturity: 2,
    rules: [
      { area: '', authority: 'ZOLL', channels: ['ONLINE', 'COUNTER'], documents: [identification, certificateOne] },
    ],
  },
];
