import { documents, free, type ExcerptBundle, type ExcerptService } from './excerpt-service.ts';

const bundle = (ozgId: string, name: string, lifeSituation: string, field: string): ExcerptBundle => ({
  ozgId,
  name,
  lifeSituation,
  field,
});

const { identification, photo } = documents;

/** The local key of the compensation under IfSG § 56, for which the catalogue of 2019 has no LeiKa key. */
export const lossOfEarningsKey = 'ifsg-56';

export const otherServices: readonly ExcerptService[] = [
  {
    key: '99108009012000',
    catalogueName: 'Parkausweis für Schwerbehinderte Ausstellung',
    types: [2, 3],
    bundle: bundle('10173', 'Parkausweise und Zufahrtsberechtigungen', 'Kfz-Besitz', 'Mobilität & Reisen'),
    title: { de: 'Parkausweis für Schwerbehinderte', en: 'Parking permit for disabled people' },
    description: {
      de: 'Ausweis zum Parken auf Behindertenparkplätzen, in der ganzen EU gültig.',
      en: 'Permit for parking spaces for disabled people, valid throughout the EU.',
    },
    keywords: 'Behindertenparkplatz Parken blauer Parkausweis aG blue badge',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'SUBSTANTIAL',
        documents: [identification, { de: 'Schwerbehindertenausweis', en: 'Disability card' }, photo],
        fee: { onlineCents: 0, counterCents: 0, text: free },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99050012104000',
    catalogueName: 'Gewerbe Anmeldung',
    types: [2, 3],
    bundle: bundle(
      '10294',
      'Unternehmensanmeldung und -genehmigung',
      'Unternehmensstart & Gewerbezulassung',
      'Unternehmensführung & -entwicklung',
    ),
    title: { de: 'Gewerbe anmelden', en: 'Register a trade' },
    description: {
      de: 'Anzeige bei Beginn eines Gewerbes, einer Zweigniederlassung oder unselbständigen Zweigstelle.',
      en: 'Notice of the beginning of a trade or of a branch.',
    },
    keywords: 'Gewerbeanmeldung Gewerbeschein selbständig Firma gründen Unternehmen business start',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'NORMAL',
        documents: [identification],
        fee: { text: { de: 'je nach Land und Gemeinde', en: 'depends on state and municipality' } },
        durationMinutes: 20,
      },
    ],
  },
  {
    key: '99012008001000',
    catalogueName: 'Baugenehmigung Erteilung',
    types: [4],
    bundle: bundle('10519', 'Bauvorbescheid und Baugenehmigung', 'Bauen & Immobilien', 'Bauen & Wohnen'),
    title: { de: 'Baugenehmigung', en: 'Building permit' },
    description: {
      de: 'Genehmigung, ein Gebäude zu errichten, zu ändern oder anders zu nutzen.',
      en: 'Permit to erect or change a building or to use it for something else.',
    },
    keywords: 'Bauantrag Hausbau bauen Bauaufsicht building permission',
    maturity: 2,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'SUBSTANTIAL',
        documents: [
          { de: 'Bauvorlagen einer bauvorlageberechtigten Person', en: 'Plans by an authorised architect or engineer' },
        ],
        fee: { text: { de: 'nach dem Wert des Vorhabens', en: 'depends on the value of the building' } },
        durationMinutes: 30,
      },
    ],
  },
  {
    key: '99107021017000',
    catalogueName: 'Unterhaltsvorschuss Bewilligung',
    types: [2, 3],
    bundle: bundle('10035', 'Unterhaltsvorschuss', 'Trennung mit Kind', 'Familie & Kind'),
    title: { de: 'Unterhaltsvorschuss', en: 'Advance maintenance payments' },
    description: {
      de: 'Leistung für Kinder Alleinerziehender, die keinen oder zu wenig Unterhalt bekommen.',
      en: 'For children of single parents who get no or too little maintenance.',
    },
    keywords: 'Unterhalt Alleinerziehende Jugendamt Kind child maintenance',
    maturity: 2,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'SUBSTANTIAL',
        documents: [identification, { de: 'Geburtsurkunde des Kindes', en: 'Birth certificate of the child' }],
        fee: { onlineCents: 0, counterCents: 0, text: free },
        durationMinutes: 30,
      },
    ],
  },
  {
    key: '99023001012000',
    catalogueName: 'Führerschein Ausstellung',
    types: [2, 3],
    bundle: bundle('10169', 'Führerschein', 'Führerschein', 'Mobilität & Reisen'),
    title: { de: 'Führerschein beantragen', en: 'Apply for a driving licence' },
    description: {
      de: 'Erteilung einer Fahrerlaubnis und Ausstellung des Führerscheins.',
      en: 'Permission to drive and issue of the driving licence.',
    },
    keywords: 'Fahrerlaubnis Fahrschule Auto Klasse B driver license',
    maturity: 2,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'SUBSTANTIAL',
        documents: [
          identification,
          photo,
          { de: 'Sehtest', en: 'Eye test' },
          { de: 'Nachweis der Schulung in Erster Hilfe', en: 'Proof of a first aid course' },
        ],
        durationMinutes: 20,
      },
    ],
  },
  {
    key: '99108012005000',
    catalogueName: 'Sondernutzung von Straßen Erlaubnis',
    types: [2, 3],
    bundle: bundle(
      '10348',
      'Sondernutzung von Straßen und Verkehrsraumeinschränkung',
      'Veranstaltungen',
      'Unternehmensführung & -entwicklung',
    ),
    title: { de: 'Sondernutzung von Straßen', en: 'Special use of streets' },
    description: {
      de: 'Erlaubnis, eine Straße anders als zum Verkehr zu nutzen, etwa für Container, Gerüste, Stände oder Feste.',
      en: 'Permission to use a street for something else than traffic, such as skips, scaffolds, stalls or events.',
    },
    keywords: 'Straßenfest Container Gerüst Freisitz Infostand street event',
    maturity: 2,
    rules: [
      {
        area: '',
        channels: ['ONLINE', 'COUNTER'],
        requiredAssurance: 'NORMAL',
        documents: [{ de: 'Lageplan', en: 'Site plan' }],
        fee: { text: { de: 'nach der Satzung der Gemeinde', en: 'by the statutes of the municipality' } },
        durationMinutes: 15,
      },
    ],
  },
  {
    key: '99001004000000',
    catalogueName: 'Wilder Müll',
    types: [2, 3],
    bundle: bundle('10136', 'Mängel melden', 'Engagement & Beteiligung', 'Engagement & Hobby'),
    title: { de: 'Wilden Müll melden', en: 'Report litter' },
    description: {
      de: 'Meldung von Abfall, der unerlaubt abgelagert wurde.',
      en: 'Report of waste that was dumped illegally.',
    },
    keywords: 'Mängelmelder Abfall Sperrmüll illegal waste dumping',
    maturity: 4,
    rules: [{ area: '', channels: ['ONLINE'], documents: [], fee: { onlineCents: 0, text: free } }],
  },
  {
    key: lossOfEarningsKey,
    catalogueName: 'Entschädigung bei Verdienstausfall nach § 56 Infektionsschutzgesetz',
    types: [2],
    title: {
      de: 'Entschädigung für Verdienstausfall (IfSG § 56)',
      en: 'Compensation for loss of earnings (IfSG § 56)',
    },
    description: {
      de: 'Für Beschäftigte und Selbständige, die wegen Quarantäne oder Tätigkeitsverbots nicht arbeiten durften.',
      en: 'For employees and self-employed people who were not allowed to work because of quarantine.',
    },
    keywords: 'Corona Covid Quarantäne Verdienstausfall Infektionsschutz Tätigkeitsverbot',
    maturity: 3,
    rules: [
      {
        area: '',
        channels: ['ONLINE'],
        requiredAssurance: 'SUBSTANTIAL',
        documents: [
          { de: 'Nachweis der Absonderung', en: 'Proof of the quarantine' },
          { de: 'Nachweis des Verdienstausfalls', en: 'Proof of the loss of earnings' },
        ],
        fee: { onlineCents: 0, text: free, basis: 'IfSG § 56' },
      },
      { area: '14', authority: 'LDS' },
      { area: '03', level: 'DISTRICT' },
      { area: '06', level: 'DISTRICT' },
    ],
  },
];
