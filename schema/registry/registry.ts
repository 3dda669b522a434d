import type { Composer } from './composition/composer.ts';
import type { Sealer } from './launch/seal.ts';
import type { Turns } from './launch/turns.ts';
import type { Db } from './storage/database.ts';

/** The rules of one installation, which its operators choose. */
export interface RegistryRules {
  /** Root fields that anybody may ask: `Query.authorities`. */
  publicRootFields: readonly string[];
  /** Hosts that routing URLs may name without https, or inside the building. */
  allowedHosts: readonly string[];
  /** What is removed counts as used from so many requests, or such a part of them, in `usageDays`. */
  minimalUsage: { requests: number; percent: number };
  usageDays: number;
}

/** What every part of the registry works with. */
export interface Registry {
  db: Db;
  composer: Composer;
  /** One change of a variant at a time. */
  turns: Turns;
  sealer: Sealer;
  rules: RegistryRules;
  /** Where people reach the registry, for links. */
  publicUrl: string;
  clock: () => Date;
}
