import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { Language } from '../../kit/subgraph.ts';

export const meansIds = ['PASSWORD', 'ELSTER', 'EID'] as const;

export type MeansId = (typeof meansIds)[number];

/** A text in the languages of the login pages. */
export type Localized = Record<Language, string>;

/** One attempt of somebody to identify, as a means of identification sees it. */
export interface Attempt {
  /** Opaque and unguessable; the same from `start` to `verify`. */
  id: string;
  language: Language;
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
  readonly level: AssuranceLevel;
  readonly title: Localized;
  readonly description: Localized;
  /** True for a stand-in that believes whatever it is told. Such means never run in production. */
  readonly isSpecimen: boolean;
  start(attempt: Attempt): Promise<Start>;
  verify(attempt: Attempt, answer: Readonly<Record<string, string>>): Promise<Verification>;
}
