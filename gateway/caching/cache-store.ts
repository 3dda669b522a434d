/** Where something is kept, and by what it is found when it has to go. */
export interface Place {
  /** Says nothing by itself: a hash. */
  key: string;
  /** See tags.ts. */
  tags: readonly string[];
}

/** Something to keep. */
export interface Entry extends Place {
  /** JSON. */
  text: string;
  seconds: number;
}

/** Something that was kept. */
export interface Kept {
  text: string;
  secondsLeft: number;
}

/** What was found, place by place. */
export interface Reading {
  kept: readonly (Kept | undefined)[];
  /** When it was, by the store's own count: what is fetched now is not kept if its tags were invalidated since. */
  moment: number;
}

/** Keeps texts for a time. */
export interface CacheStore {
  /** Never rejects: a store that cannot be asked has nothing. */
  read(places: readonly Place[]): Reading | Promise<Reading>;
  /** Keeps entries that were fetched after `moment`. Never rejects. */
  write(entries: readonly Entry[], moment: number): void | Promise<void>;
  /** Forgets everything that carries one of the tags, at all gateways that share the store. @throws when that is not sure */
  invalidate(tags: readonly string[]): void | Promise<void>;
  /** Of what this gateway itself keeps. */
  size(): { entries: number; bytes: number };
}
