import { setTimeout as pause } from 'node:timers/promises';

/** What came out of an iterator so far, read in the background. */
export interface Collected<Item> {
  readonly items: readonly Item[];
  /** Undefined while it goes on; then how it ended. */
  readonly ended: { error?: unknown } | undefined;
  /** Waits until there are so many. @throws when it takes too long, saying what there is */
  until(count: number): Promise<readonly Item[]>;
  /** Waits until it has ended. */
  end(): Promise<{ error?: unknown }>;
  stop(): void;
}

const patienceMs = 15_000;

/** Reads an iterator to its end. */
export function collect<Item>(iterator: AsyncIterator<Item>): Collected<Item> {
  const items: Item[] = [];
  let ended: { error?: unknown } | undefined;
  const read = async () => {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) items.push(next.value);
      ended = {};
    } catch (error) {
      ended = { error };
    }
  };
  void read();
  const wait = async (what: string, condition: () => boolean) => {
    for (const deadline = Date.now() + patienceMs; !condition(); await pause(10)) {
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; there is: ${JSON.stringify(items)}`);
    }
  };
  return {
    items,
    get ended() {
      return ended;
    },
    async until(count) {
      await wait(`${count} items`, () => items.length >= count || ended !== undefined);
      if (items.length < count)
        throw new Error(`It ended with ${JSON.stringify(ended)} after: ${JSON.stringify(items)}`);
      return items;
    },
    async end() {
      await wait('the end', () => ended !== undefined);
      return ended ?? {};
    },
    stop: () => void iterator.return?.(),
  };
}
