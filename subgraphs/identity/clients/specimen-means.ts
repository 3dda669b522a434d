import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { Localized, MeansId, MeansOfIdentification } from '../domain/means-of-identification.ts';
import { specimenPseudonym, type SpecimenCitizens } from '../domain/specimen-citizens.ts';

interface Kind {
  id: MeansId;
  level: AssuranceLevel;
  title: Localized;
  description: Localized;
}

const kinds: readonly Kind[] = [
  {
    id: 'PASSWORD',
    level: 'NORMAL',
    title: { de: 'Benutzername und Passwort', en: 'User name and password' },
    description: {
      de: 'Reicht für Auskünfte und Terminbuchungen.',
      en: 'Enough to look things up and to book appointments.',
    },
  },
  {
    id: 'ELSTER',
    level: 'SUBSTANTIAL',
    title: { de: 'ELSTER-Zertifikat', en: 'ELSTER certificate' },
    description: {
      de: 'Das Zertifikat, das Sie auch für die Steuererklärung nutzen.',
      en: 'The certificate that you also use for your tax return.',
    },
  },
  {
    id: 'EID',
    level: 'HIGH',
    title: { de: 'Online-Ausweis (eID)', en: 'Online ID card (eID)' },
    description: {
      de: 'Personalausweis, eID-Karte oder Aufenthaltstitel mit PIN, ab 16 Jahren.',
      en: 'Identity card, eID card or residence permit with its PIN, from the age of 16.',
    },
  },
];

const legend: Localized = { de: 'Als welche Musterperson?', en: 'As which specimen citizen?' };
const unknown: Localized = {
  de: 'Diese Musterperson gibt es nicht, oder sie hat dieses Identifizierungsmittel nicht. Bitte wählen Sie eine, die es hat.',
  en: 'There is no such specimen citizen, or she does not have this means of identification. Please choose one who has it.',
};

/**
 * The three means of identification with specimen citizens behind them, for development and demonstrations.
 * Threat: they prove nothing. Rule: they exist where the configuration asks for them, never in production (see issuer.ts).
 */
export function specimenMeans(citizens: SpecimenCitizens): MeansOfIdentification[] {
  return kinds.map((kind) => ({
    ...kind,
    isSpecimen: true,
    async start({ language }) {
      const options = (await citizens.list(kind.id)).map(({ key, fullName, place }) => ({
        value: key,
        title: fullName,
        detail: place,
      }));
      return { kind: 'choice', legend: legend[language], field: 'citizen', options };
    },
    async verify(_attempt, { citizen: key = '' }) {
      if (await citizens.has(kind.id, key)) return { kind: 'identified', pseudonym: specimenPseudonym(key) };
      return { kind: 'refused', reason: unknown };
    },
  }));
}
