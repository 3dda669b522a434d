import type { AssuranceLevel } from '../../../kit/caller/caller.ts';
import type { Language } from '../../../kit/subgraph.ts';

interface Texts {
  service: string;
  footer: string;
  specimenNotice: string;
  level: Record<AssuranceLevel, string>;
  levelLabel: string;
  chooseMeans: string;
  chooseMeansFor(client: string): string;
  stepUp(level: string): string;
  loggedInAs(name: string): string;
  noMeans: string;
  noMeansHint: string;
  noMeansForLevel(level: string): string;
  identify(means: string): string;
  otherMeans: string;
  cancel: string;
  logout: string;
  logoutQuestion: string;
  logoutExplanation: string;
  stay: string;
  loggedOut: string;
  loggedOutHint: string;
  errorTitle: string;
  errorHint: string;
  errors: Record<string, string>;
  errorCode: string;
}

const de: Texts = {
  service: 'Bürgerkonto',
  footer:
    'Ein Konto für Leistungen von Bund, Ländern und Kommunen. Diese Seite verwendet nur Cookies, die für die Anmeldung nötig sind.',
  specimenNotice: 'Entwicklungsumgebung: Alle Personen sind Musterpersonen, ihre Ausweise werden nicht geprüft.',
  level: { NORMAL: 'normal', SUBSTANTIAL: 'substanziell', HIGH: 'hoch' },
  levelLabel: 'Vertrauensniveau',
  chooseMeans: 'Anmelden',
  chooseMeansFor: (client) => `${client} möchte, dass Sie sich anmelden. Womit möchten Sie sich identifizieren?`,
  stepUp: (level) =>
    `Dieser Schritt verlangt das Vertrauensniveau „${level}“. Bitte identifizieren Sie sich noch einmal.`,
  loggedInAs: (name) => `Angemeldet als ${name}`,
  noMeans: 'Anmelden ist zurzeit nicht möglich',
  noMeansHint:
    'Für dieses Bürgerkonto ist kein Identifizierungsmittel eingerichtet. Der Betreiber muss eines einrichten; für die Entwicklung gibt es Mustermittel.',
  noMeansForLevel: (level) =>
    `Kein Identifizierungsmittel, das hier eingerichtet ist, erreicht das verlangte Vertrauensniveau „${level}“.`,
  identify: (means) => `Anmelden mit ${means}`,
  otherMeans: 'Anderes Identifizierungsmittel wählen',
  cancel: 'Abbrechen',
  logout: 'Abmelden',
  logoutQuestion: 'Möchten Sie sich abmelden?',
  logoutExplanation: 'Danach müssen Sie sich für jede Leistung neu anmelden. Angefangene Anträge bleiben gespeichert.',
  stay: 'Angemeldet bleiben',
  loggedOut: 'Sie sind abgemeldet',
  loggedOutHint: 'An einem gemeinsam genutzten Gerät schließen Sie bitte auch den Browser.',
  errorTitle: 'Das hat nicht geklappt',
  errorHint: 'Bitte kehren Sie zu der Anwendung zurück, aus der Sie kommen, und beginnen Sie dort noch einmal.',
  errors: {
    invalid_request:
      'Die Anmeldung ist abgelaufen oder unvollständig, oder sie wurde in einem anderen Browser begonnen.',
    invalid_client: 'Die Anwendung, die Sie hierher geschickt hat, ist nicht bekannt.',
    invalid_redirect_uri: 'Die Adresse, zu der die Anwendung Sie zurückschicken möchte, ist nicht für sie eingetragen.',
    not_found: 'Diese Seite gibt es nicht.',
    server_error: 'Ein technischer Fehler ist aufgetreten. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  errorCode: 'Für den Support',
};

const en: Texts = {
  service: 'Citizen account',
  footer:
    'One account for federal, state and municipal services. This site uses only the cookies that logging in needs.',
  specimenNotice: 'Development environment: all persons are specimen persons, and nothing they show is checked.',
  level: { NORMAL: 'normal', SUBSTANTIAL: 'substantial', HIGH: 'high' },
  levelLabel: 'Level of assurance',
  chooseMeans: 'Log in',
  chooseMeansFor: (client) => `${client} asks you to log in. How would you like to identify?`,
  stepUp: (level) => `This step asks for the level of assurance “${level}”. Please identify once more.`,
  loggedInAs: (name) => `Logged in as ${name}`,
  noMeans: 'Logging in is not possible at present',
  noMeansHint:
    'No means of identification is set up for this citizen account. Its operator has to set one up; for development there are specimen means.',
  noMeansForLevel: (level) =>
    `No means of identification that is set up here reaches the level of assurance asked for, “${level}”.`,
  identify: (means) => `Log in with: ${means}`,
  otherMeans: 'Choose another means of identification',
  cancel: 'Cancel',
  logout: 'Log out',
  logoutQuestion: 'Would you like to log out?',
  logoutExplanation: 'After that you have to log in again for every service. Applications you have begun stay saved.',
  stay: 'Stay logged in',
  loggedOut: 'You are logged out',
  loggedOutHint: 'On a shared device, please close the browser as well.',
  errorTitle: 'That did not work',
  errorHint: 'Please go back to the application that you came from and start again there.',
  errors: {
    invalid_request: 'The login has expired or is incomplete, or it was begun in another browser.',
    invalid_client: 'The application that sent you here is not known.',
    invalid_redirect_uri: 'The address to which the application wants to send you back is not registered for it.',
    not_found: 'There is no such page.',
    server_error: 'Something went wrong on our side. Please try again in a few minutes.',
  },
  errorCode: 'For support',
};

/** Every text of the login pages. */
export const texts: Record<Language, Texts> = { de, en };
