import { openJournal } from './journal.ts';
import { papersFor, type Papers } from './papers.ts';

/** A file of a back office; what it was told stands in it as it came. */
export interface File<Content> {
  id: string;
  aktenzeichen: string;
  antrag: Content;
  abschluss: Content | null;
  /** What the last decision brought on paper; null for nothing. */
  unterlagen: Papers | null;
}

/** Something that happened to a file: it was opened, or closed with a decision, which may have brought papers. */
export interface Entry<Content> {
  ereignis: 'angelegt' | 'abgeschlossen';
  id: string;
  inhalt: Content;
  unterlagen?: Papers | null;
}

/** What a back office has on file, in the order of arrival. */
export interface Files<Content> {
  all(): File<Content>[];
  find(id: string): File<Content> | undefined;
  /** Opens a file under the next number. */
  open(id: string, content: Content): File<Content>;
  /** Closes it, and prints the papers that the decision brings. @param decision in lower case, `stattgegeben` @param kind of the application */
  close(id: string, content: Content, decision: string, kind: string): void;
}

/** @param numberOf the file number of the n-th file @param dataFile where it is kept; only in memory without */
export function openFiles<Content>(numberOf: (count: number) => string, dataFile?: string): Files<Content> {
  const journal = openJournal<Entry<Content>>(dataFile);
  const files = new Map<string, File<Content>>();
  for (const entry of journal.entries) apply(entry);

  function apply({ ereignis, id, inhalt, unterlagen = null }: Entry<Content>): File<Content> {
    const known = files.get(id);
    const aktenzeichen = known?.aktenzeichen ?? numberOf(files.size + 1);
    const file = known ?? { id, aktenzeichen, antrag: inhalt, abschluss: null, unterlagen: null };
    files.set(id, ereignis === 'abgeschlossen' ? { ...file, abschluss: inhalt, unterlagen } : file);
    return file;
  }

  function take(entry: Entry<Content>): File<Content> {
    journal.append(entry);
    return apply(entry);
  }

  return {
    all: () => [...files.values()],
    find: (id) => files.get(id),
    open: (id, inhalt) => take({ ereignis: 'angelegt', id, inhalt }),
    close(id, inhalt, decision, kind) {
      take({ ereignis: 'abgeschlossen', id, inhalt, unterlagen: papersFor(kind, decision) });
    },
  };
}
