import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileHandle } from 'node:fs/promises';

/** The newest supergraph that could be served, kept for a start at which its source does not answer. */
export interface LastGood {
  /** Undefined where none was kept yet. */
  read(): Promise<string | undefined>;
  write(sdl: string): Promise<void>;
}

/**
 * Keeps it in a file. A crash in the middle of a write leaves the one before: the text goes to a new file beside it,
 * reaches the disk, and then takes the name in one step.
 */
export function lastGoodInFile(path: string): LastGood {
  return {
    async read() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async write(sdl) {
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.${randomUUID()}`;
      try {
        await writeThrough(await open(draft, 'wx'), sdl);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}

async function writeThrough(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isAbsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
