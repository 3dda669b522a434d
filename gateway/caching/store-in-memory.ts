import { LRUCache } from 'lru-cache';
import type { CacheStore, Entry, Place, Reading } from './cache-store.ts';
import { tagBytes } from './tags.ts';

/** Bytes of an entry besides its text and its tags, roughly. */
const OVERHEAD = 400;
/** Part of the room that one entry may take. */
const LARGEST_SHARE = 1 / 16;

interface Kept {
  text: string;
  tags: readonly string[];
  /** Epoch milliseconds. */
  until: number;
}

/** Keeps texts in this process, bounded by their bytes: those used last stay. */
export class StoreInMemory implements CacheStore {
  private readonly entries: LRUCache<string, Kept>;
  private readonly now: () => number;
  private invalidations = 0;

  constructor(maxBytes: number, now: () => number = Date.now) {
    this.now = now;
    this.entries = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.max(1, Math.floor(maxBytes * LARGEST_SHARE)),
      // Two bytes a character: German texts have umlauts.
      sizeCalculation: ({ text, tags }) => OVERHEAD + 2 * text.length + tagBytes(tags),
    });
  }

  read(places: readonly Place[]): Reading {
    const now = this.now();
    const kept = places.map(({ key }) => {
      const entry = this.entries.get(key);
      if (!entry) return undefined;
      if (entry.until > now) return { text: entry.text, secondsLeft: (entry.until - now) / 1_000 };
      this.entries.delete(key);
      return undefined;
    });
    return { kept, moment: this.invalidations };
  }

  /** Whatever was invalidated since: nothing of that time is kept, which costs a fetch and needs no memory of tags. */
  write(entries: readonly Entry[], moment: number): void {
    if (moment !== this.invalidations) return;
    const now = this.now();
    for (const { key, tags, text, seconds } of entries)
      this.entries.set(key, { text, tags, until: now + seconds * 1_000 });
  }

  invalidate(tags: readonly string[]): void {
    this.invalidations += 1;
    const gone = new Set(tags);
    for (const [key, entry] of this.entries) if (entry.tags.some((tag) => gone.has(tag))) this.entries.delete(key);
  }

  size(): { entries: number; bytes: number } {
    return { entries: this.entries.size, bytes: this.entries.calculatedSize };
  }

  /** Everything that is kept, for tests that look whose data it is. */
  texts(): string[] {
    return [...this.entries.values()].map(({ text }) => text);
  }
}
