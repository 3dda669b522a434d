import type { SubgraphRequest, SubgraphResponse } from './transport/subgraph-transport.ts';

/** A query that a subgraph was sent and has not answered. */
export interface InFlight {
  readonly callerKey: string;
  readonly body: string;
  readonly url: string;
  readonly language: string | undefined;
  readonly deadline: number;
  readonly answer: Promise<SubgraphResponse>;
  followers: number;
  /** A copy made before anybody could change the answer; only when there are followers. */
  copy: SubgraphResponse | undefined;
  /** `hashOf` its body. */
  readonly hash: number;
  /** The one before it in the same slot. */
  next: InFlight | undefined;
}

/** A power of two. */
const SLOTS = 256;
const LAST_SLOT = SLOTS - 1;
/** The end of a body is where its variables are, those of entities before those of the client. */
const READ_CHARACTERS = 128;

/**
 * Finds requests in flight by their body. Slots and no `Map`: most requests are looked for once and never found, so a hash of all their bytes is
 * too much; and each time a `Map` is put in order its former table keeps the entries and leads to the next table, so that answers of long ago
 * survive one collection after another.
 */
export class RequestsInFlight {
  private readonly slots: (InFlight | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

  /** The latest that is equal in all that an answer may depend on. */
  find(hash: number, { url, headers }: SubgraphRequest, body: string, callerKey: string): InFlight | undefined {
    const language = headers['accept-language'];
    for (let entry = this.slots[hash & LAST_SLOT]; entry; entry = entry.next) {
      // What is told apart at once comes first: bodies of one operation are alike but for an id near their end.
      if (entry.hash !== hash || entry.callerKey !== callerKey) continue;
      if (entry.url === url && entry.language === language && entry.body === body) return entry;
    }
    return undefined;
  }

  add(entry: InFlight): void {
    const slot = entry.hash & LAST_SLOT;
    entry.next = this.slots[slot];
    this.slots[slot] = entry;
  }

  remove(entry: InFlight): void {
    const slot = entry.hash & LAST_SLOT;
    let before = this.slots[slot];
    if (before === entry) this.slots[slot] = entry.next;
    else {
      while (before && before.next !== entry) before = before.next;
      if (before) before.next = entry.next;
    }
    entry.next = undefined;
  }
}

/** A number by which bodies that are not equal are nearly always told apart. */
export function hashOf(body: string): number {
  let hash = body.length;
  for (let index = Math.max(0, body.length - READ_CHARACTERS); index < body.length; index++) {
    hash = (Math.imul(hash, 31) + body.charCodeAt(index)) | 0;
  }
  return hash ^ (hash >>> 16);
}
