import type { LevelOfAssurance } from './level-of-assurance.ts';

export type MeansId = 'PASSWORD' | 'ELSTER' | 'EID';

/** A text in the two languages of the login pages. */
export interface Localized {
  de: string;
  en: string;
}

/** One attempt of somebody to identify, as a means of identification sees it. */
export interface Attempt {
  /** Opaque and unguessable; the same from `start` to `verify`. */
  id: string;
  language: keyof Localized;
}

/** One of the answers that a choice offers. */
export interface Option {
  value: string;
  title: string;
  detail: string;
}

/** What the login page does when a means is chosen: it asks something, or it sends the browser elsewhere. */
export type Start =
  { kind: 'choice'; legend: string; field: string; options: readonly Option[] } | { kind: 'redirect'; url: string };

/**
 * Who was identified, under the means' own name for that person: a card's pseudonym, a certificate's account, a user name.
 * The account behind it is not the means' business, since a new card brings a new pseudonym.
 */
export type Verification = { kind: 'identified'; pseudonym: string } | { kind: 'refused'; reason: Localized };

/** A port: one way to prove who one is. Adapters are in `clients/`. */
export interface MeansOfIdentification {
  readonly id: MeansId;
  readonly level: LevelOfAssurance;
  readonly title: Localized;
  readonly description: Localized;
  /** True for a stand-in that believes whatever it is told. Such means never run in production. */
  readonly isSpecimen: boolean;
  start(attempt: Attempt): Promise<Start>;
  verify(attempt: Attempt, answer: Readonly<Record<string, string>>): Promise<Verification>;
}
