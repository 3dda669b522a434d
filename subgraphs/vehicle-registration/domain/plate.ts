import type { PlateProblem } from './plate-problem.ts';

/** H: historic vehicle. E: electric vehicle. */
export const plateSuffixes = ['E', 'H'] as const;
export type PlateSuffix = (typeof plateSuffixes)[number];

/** Months (1 to 12) in which a seasonal plate may be on the road, both included; it may run over the turn of the year. */
export interface Season {
  from: number;
  to: number;
}

/** A number plate (Kennzeichen) that keeps the rules of FZV § 8 to § 9a; only {@link checkPlate} and the parsers make one. */
export interface Plate {
  /** District code (Unterscheidungszeichen): one to three letters, umlauts possible. */
  district: string;
  /** One or two letters without umlauts. */
  letters: string;
  /** 1 to 9999. */
  number: number;
  suffix: PlateSuffix | null;
  season: Season | null;
}

/** What people give as a plate: its parts, not yet checked. */
export interface PlateParts {
  district: string;
  letters: string;
  /** Digits as text, so that leading zeros are seen; or a number. */
  number: string | number;
  suffix?: string | null;
  season?: Season | null;
}

/** What became of an input. Without separators several plates can be meant; then all of them are named. */
export type PlateResult =
  | { outcome: 'PLATE'; plate: Plate }
  | { outcome: 'AMBIGUOUS'; candidates: Plate[] }
  | { outcome: 'REFUSED'; problems: PlateProblem[] };

/** `L AB 1234`, `L AB 123E`. The season is not part of it. */
export function formatPlate({ district, letters, number, suffix }: Omit<Plate, 'season'>): string {
  return `${district} ${letters} ${number}${suffix ?? ''}`;
}

/** How many months a season has, over the turn of the year where it runs there. */
export function monthsOf({ from, to }: Season): number {
  return ((to - from + 12) % 12) + 1;
}
