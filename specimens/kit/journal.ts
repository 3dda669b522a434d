import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a specimen system remembers: entries in the order in which they were written. */
export interface Journal<Entry> {
  /** What was written before this start. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
}

/**
 * A journal in memory or, with a file, one that survives the end of the process: a line of JSON for each entry, written before the
 * request is answered. A last line that was cut short by the end of the process is dropped.
 */
export function openJournal<Entry>(file?: string): Journal<Entry> {
  if (file === undefined) return { entries: [], append: () => undefined };
  mkdirSync(dirname(file), { recursive: true });
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = written.split('\n');
  // What stands after the last line break was never finished; a break ends it, so that it spoils no later line.
  const unfinished = lines.pop() ?? '';
  if (unfinished !== '') appendFileSync(file, '\n');
  return {
    entries: lines.flatMap((line) => parsed<Entry>(line)),
    append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`),
  };
}

function parsed<Entry>(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
