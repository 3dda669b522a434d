/** Whether a text is a LeiKa key: `99`, then group, object, action and detail of 3 digits each. */
export function isLeikaKey(text: string): boolean {
  return /^99\d{12}$/.test(text);
}

/** One line of a catalogue, as far as it says which service is meant. */
export interface CatalogueLine {
  /** As the catalogue writes it; not always a key. */
  leikaKey: string;
  ozgId: string;
  name: string;
}

/** The key of a service that has no LeiKa key of its own: what the catalogue tells it apart by. */
function localKey({ leikaKey, ozgId, name }: CatalogueLine): string {
  const words = name.trim().replace(/\s+/g, ' ').toLowerCase();
  return [isLeikaKey(leikaKey) ? leikaKey : 'local', ozgId.trim() || '-', words].join('/');
}

/**
 * Gives out the keys from which ids of services are made (`serviceId(key)`); `null` for a line that says the same as one before.
 *
 * Agencies use one LeiKa key for several services, so it cannot be the primary key. The first service of a file with a LeiKa key is known by
 * that key alone, as all subgraphs name it; a further one with the same key, but another name or OZG-ID, and one without a key, is
 * known by key, OZG-ID and name. So the same file always gives the same ids, and what has a key of its own keeps its id in a longer file.
 */
export function createKeyAllocator(): (line: CatalogueLine) => string | null {
  const seen = new Set<string>();
  const taken = new Set<string>();
  return (line) => {
    const local = localKey(line);
    if (seen.has(local)) return null;
    seen.add(local);
    if (!isLeikaKey(line.leikaKey) || taken.has(line.leikaKey)) return local;
    taken.add(line.leikaKey);
    return line.leikaKey;
  };
}
