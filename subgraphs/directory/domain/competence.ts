import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { Language } from '../../kit/subgraph.ts';
import { isWithin } from './ags.ts';
import type { AuthorityLevel } from './authority-level.ts';

/** How a service can be asked for. */
export const channels = ['ONLINE', 'COUNTER'] as const;
export type Channel = (typeof channels)[number];

/** A text for people; where there is no English one, the German one stands. */
export interface Texts {
  de: string;
  en?: string;
}

export function inLanguage({ de, en }: Texts, language: Language): string {
  return language === 'en' ? (en ?? de) : de;
}

/** What a service costs, cents; text where it depends. */
export interface ServiceFee {
  onlineCents?: number;
  counterCents?: number;
  text?: Texts;
  /** Numbers of the fee schedule, or the law. */
  basis?: string;
}

/** What holds for a service in an area. Whatever is not said comes from a wider area, or from the service. */
export interface CompetenceRule {
  /** AGS of 2, 5 or 8 digits; empty for the whole country. */
  area: string;
  /** The authority that is competent, by its id. */
  authorityId?: string | null;
  /** Or: the authority of this level in the place. */
  level?: AuthorityLevel | null;
  channels?: readonly Channel[] | null;
  requiredAssurance?: AssuranceLevel | null;
  documents?: readonly Texts[] | null;
  fee?: ServiceFee | null;
  durationMinutes?: number | null;
}

/** What of a service decides who is competent where no rule says so. */
export interface CompetenceSubject {
  types: readonly number[];
  /** The level that runs the services of its OZG bundle, where that is known. */
  bundleLevel?: AuthorityLevel | null;
}

/** The level that runs a service: by its bundle (vehicle registration: districts), otherwise by the LeiKa's types; `2/3` is the municipality's. */
export function usualLevel({ types, bundleLevel }: CompetenceSubject): AuthorityLevel | undefined {
  if (bundleLevel) return bundleLevel;
  if (types.includes(5) || types.includes(3)) return 'MUNICIPAL';
  if (types.includes(4) || types.includes(2)) return 'STATE';
  return types.includes(1) ? 'FEDERAL' : undefined;
}

/** An authority as far as competence goes. */
export interface PlacedAuthority {
  id: string;
  level: AuthorityLevel;
  /** AGS of a city that is a district of its own (kreisfreie Stadt): it does what districts do elsewhere. */
  isDistrictFree: boolean;
}

/** Of the authorities over a place, nearest first, the one that runs what this level runs. */
export function authorityAtLevel<Authority extends PlacedAuthority>(
  chain: readonly Authority[],
  level: AuthorityLevel,
): Authority | undefined {
  const isTheOne = (authority: Authority) =>
    authority.level === level || (level === 'DISTRICT' && authority.level === 'MUNICIPAL' && authority.isDistrictFree);
  return chain.find(isTheOne);
}

/** Competence in one place, put together from the rules of all areas around it; the longest AGS prefix wins, for each detail by itself. */
export type PlaceRule = Omit<CompetenceRule, 'area'>;

export function ruleFor(rules: readonly CompetenceRule[], ags: string): PlaceRule {
  const nearestFirst = rules
    .filter(({ area }) => isWithin(ags, area))
    .toSorted((a, b) => b.area.length - a.area.length);
  const first = <Detail>(read: (rule: CompetenceRule) => Detail | null | undefined): Detail | null =>
    nearestFirst.map(read).find((detail) => detail !== null && detail !== undefined) ?? null;
  const naming = nearestFirst.find(({ authorityId, level }) => authorityId || level);
  return {
    authorityId: naming?.authorityId ?? null,
    level: naming?.level ?? null,
    channels: first((rule) => rule.channels),
    requiredAssurance: first((rule) => rule.requiredAssurance),
    documents: first((rule) => rule.documents),
    fee: first((rule) => rule.fee),
    durationMinutes: first((rule) => rule.durationMinutes),
  };
}
