import type { LoginProblem } from './login/session.ts';

/** What the page says, in one language. */
export interface Texts {
  tagline: string;
  logIn: string;
  logOut: string;
  account: string;
  loggedOut: string;
  loggedIn: string;
  /** Level of assurance under its short name. */
  level: (name: string) => string;
  /** Part of an answer was kept back for want of this level. */
  levelNeeded: (name: string) => string;
  raiseLevel: string;
  until: (time: string) => string;
  dismiss: string;
  loadFailed: string;
  problems: Record<LoginProblem, string>;
}

const LEVELS_EN: Record<string, string> = { NORMAL: 'normal', LOW: 'normal', SUBSTANTIAL: 'substantial', HIGH: 'high' };
const LEVELS_DE: Record<string, string> = {
  NORMAL: 'normal',
  LOW: 'normal',
  SUBSTANTIAL: 'substanziell',
  HIGH: 'hoch',
};

const en: Texts = {
  tagline: 'One API for the services of public authorities',
  logIn: 'Log in',
  logOut: 'Log out',
  account: 'Account',
  loggedOut: 'Not logged in',
  loggedIn: 'Logged in',
  level: (name) => `Level of assurance: ${LEVELS_EN[name] ?? name}`,
  levelNeeded: (name) => `Part of the answer is missing: it needs the level of assurance “${LEVELS_EN[name] ?? name}”.`,
  raiseLevel: 'Log in with this level',
  until: (time) => `until ${time}`,
  dismiss: 'Close message',
  loadFailed: 'The playground could not be started: the gateway did not send its settings. Please reload the page.',
  problems: {
    cancelled: 'You cancelled the login. You are not logged in.',
    expired: 'Your login has expired. Please log in again.',
    foreign: 'This login was not started in this window, or too long ago. Please log in again.',
    misconfigured: 'Login failed: the login service did not answer as expected.',
    refused: 'Login failed: the login service refused it.',
    rejected: 'The gateway no longer accepts your login. Please log in again.',
    unreachable: 'The login service cannot be reached. Please try again later.',
  },
};

const de: Texts = {
  tagline: 'Eine Schnittstelle für die Dienste der Verwaltung',
  logIn: 'Anmelden',
  logOut: 'Abmelden',
  account: 'Konto',
  loggedOut: 'Nicht angemeldet',
  loggedIn: 'Angemeldet',
  level: (name) => `Vertrauensniveau: ${LEVELS_DE[name] ?? name}`,
  levelNeeded: (name) =>
    `Ein Teil der Antwort fehlt: Dafür braucht es das Vertrauensniveau „${LEVELS_DE[name] ?? name}“.`,
  raiseLevel: 'Mit diesem Niveau anmelden',
  until: (time) => `bis ${time} Uhr`,
  dismiss: 'Meldung schließen',
  loadFailed:
    'Die Seite konnte nicht starten: Das Gateway hat die Einstellungen nicht geliefert. Bitte laden Sie die Seite neu.',
  problems: {
    cancelled: 'Sie haben die Anmeldung abgebrochen. Sie sind nicht angemeldet.',
    expired: 'Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich neu an.',
    foreign: 'Diese Anmeldung wurde nicht in diesem Fenster begonnen oder liegt zu lange zurück. Bitte neu anmelden.',
    misconfigured: 'Die Anmeldung ist fehlgeschlagen: Der Anmeldedienst hat nicht wie erwartet geantwortet.',
    refused: 'Die Anmeldung ist fehlgeschlagen: Der Anmeldedienst hat sie abgelehnt.',
    rejected: 'Das Gateway nimmt Ihre Anmeldung nicht mehr an. Bitte melden Sie sich neu an.',
    unreachable: 'Der Anmeldedienst ist nicht erreichbar. Bitte versuchen Sie es später noch einmal.',
  },
};

export type Language = 'de' | 'en';

/** The first of the person's languages that the page speaks; English when it speaks none of them. */
export function chooseLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'de' || tag === 'en');
  return known === 'de' ? 'de' : 'en';
}

export function textsIn(language: Language): Texts {
  return language === 'de' ? de : en;
}
