import { grounds } from './dog-tax.js';

/** What can be wrong with what a citizen entered: message and remedy in German and English. */
const texts = {
  NAME_INVALID: {
    de: ['Der Name hat 1 bis 50 Zeichen.', 'Geben Sie den Namen des Hundes an.'],
    en: ['A name has 1 to 50 characters.', "Give the dog's name."],
  },
  BREED_INVALID: {
    de: ['Die Rasse hat 1 bis 80 Zeichen.', 'Geben Sie die Rasse an; bei Mischlingen die vermutete.'],
    en: ['A breed has 1 to 80 characters.', 'Give the breed; for a mixed breed, what you believe it is.'],
  },
  CHIP_INVALID: {
    de: ['Die Chipnummer hat 15 Ziffern.', 'Sie steht im Heimtierausweis.'],
    en: ['A chip number has 15 digits.', 'It stands in the pet passport.'],
  },
  CHIP_TAKEN: {
    de: ['Ein Hund mit dieser Chipnummer kann nicht angemeldet werden.', 'Rufen Sie das Kassen- und Steueramt an.'],
    en: ['A dog with this chip number cannot be registered.', 'Call the tax office of the city.'],
  },
  DAY_INVALID: {
    de: ['Das ist kein Tag in der Form JJJJ-MM-TT.', 'Schreiben Sie zum Beispiel 2026-03-01.'],
    en: ['This is no day in the form YYYY-MM-DD.', 'Write for example 2026-03-01.'],
  },
  DAY_IN_FUTURE: {
    de: ['Der Tag liegt in der Zukunft.', 'Geben Sie einen Tag an, der schon war.'],
    en: ['The day lies in the future.', 'Give a day that has been.'],
  },
  DAY_TOO_EARLY: {
    de: ['Der Tag liegt vor dem, seit dem der Hund hier ist.', 'Geben Sie einen späteren Tag an.'],
    en: ['The day is before the one since which the dog is here.', 'Give a later day.'],
  },
  TOO_MANY_DOGS: {
    de: ['Online können 20 Hunde angemeldet sein.', 'Rufen Sie das Kassen- und Steueramt an.'],
    en: ['Online, 20 dogs can be registered.', 'Call the tax office of the city.'],
  },
  PROOF_INVALID: {
    de: ['Die Nummer des Nachweises hat 3 bis 60 Zeichen.', 'Geben Sie die Nummer auf dem Dokument an.'],
    en: ['The number of the proof has 3 to 60 characters.', 'Give the number on the document.'],
  },
  DOG_NOT_FOUND: {
    de: ['Einen solchen angemeldeten Hund haben Sie nicht.', 'Wählen Sie einen aus Ihrer Liste.'],
    en: ['You have no such registered dog.', 'Choose one of your list.'],
  },
  IDEMPOTENCY_CONFLICT: {
    de: ['Mit diesem Schlüssel wurde schon etwas anderes angemeldet.', 'Nehmen Sie einen neuen Schlüssel.'],
    en: ['Something else was registered with this key before.', 'Take a new key.'],
  },
};

/** @param {keyof typeof texts} code @param {string[]} field @param {string} language */
export function problem(code, field, language) {
  const [message, remedy] = texts[code][language === 'en' ? 'en' : 'de'];
  return { code, message, field: ['input', ...field], remedy };
}

const isBetween = (text, least, most) => text.trim().length >= least && text.length <= most;

function isDay(text) {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What is wrong with a day that has to have been; nothing where it is not given. */
function checkDay(day, field, today, language) {
  if (day === undefined || day === null) return [];
  if (!isDay(day)) return [problem('DAY_INVALID', [field], language)];
  return day > today ? [problem('DAY_IN_FUTURE', [field], language)] : [];
}

export function checkRegistration(input, today, dogs, language) {
  const { name, breed, chipNumber, keptSince, bornOn } = input;
  return [
    ...(isBetween(name, 1, 50) ? [] : [problem('NAME_INVALID', ['name'], language)]),
    ...(isBetween(breed, 1, 80) ? [] : [problem('BREED_INVALID', ['breed'], language)]),
    ...(/^\d{15}$/.test(chipNumber) ? [] : [problem('CHIP_INVALID', ['chipNumber'], language)]),
    ...checkDay(keptSince, 'keptSince', today, language),
    ...checkDay(bornOn, 'bornOn', today, language),
    ...(dogs < 20 ? [] : [problem('TOO_MANY_DOGS', [], language)]),
  ];
}

export function checkExemption(dog, { ground, proof }, _today, language) {
  if (!dog || dog.lastDay !== null || !grounds.includes(ground)) return [problem('DOG_NOT_FOUND', ['dogId'], language)];
  return isBetween(proof, 3, 60) ? [] : [problem('PROOF_INVALID', ['proof'], language)];
}

export function checkDeregistration(dog, { lastDay }, today, language) {
  if (!dog || dog.lastDay !== null) return [problem('DOG_NOT_FOUND', ['dogId'], language)];
  const problems = checkDay(lastDay, 'lastDay', today, language);
  if (problems.length > 0) return problems;
  return lastDay < dog.keptSince ? [problem('DAY_TOO_EARLY', ['lastDay'], language)] : [];
}
