import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TextLine } from './catalogue-record.ts';

/** The lines of a UTF-8 file, one at a time, however long the file is; a byte order mark is dropped. `onBytes` hears how far reading is. */
export async function* readLines(path: string, onBytes: (bytes: number) => void): AsyncGenerator<TextLine> {
  const stream = createReadStream(path);
  let bytes = 0;
  stream.on('data', (chunk) => onBytes((bytes += chunk.length)));
  let number = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    number += 1;
    yield { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
  }
}

/** Whether a text was UTF-8: what was not has become replacement characters. */
export function isUtf8(text: string): boolean {
  return !text.includes('\uFFFD');
}

export const utf8Expected = 'text in UTF-8';
