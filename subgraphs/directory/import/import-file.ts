import { stat } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { StartError } from '../../../platform/run-process.ts';
import type { DirectoryDatabase } from '../storage/database.ts';
import type { Catalogue } from './catalogue.ts';
import { createProgress } from './progress.ts';
import { readLines } from './read-lines.ts';
import type { ImportReport } from './report.ts';

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new StartError(`Expected a file, but there is none at ${path}.`);
  if (!found.isFile()) throw new StartError(`Expected a file, but ${path} is none.`);
  return found.size;
}

/**
 * Imports a file into the directory.
 * @throws StartError when there is no such file
 * @throws ShapeError when the file is not of the catalogue's shape at all
 */
export async function importFile(
  db: Kysely<DirectoryDatabase>,
  catalogue: Catalogue,
  path: string,
): Promise<ImportReport> {
  const progress = createProgress(catalogue.name, await sizeOf(path));
  try {
    return await catalogue.importLines(
      db,
      readLines(path, (bytes) => progress.at(bytes)),
    );
  } finally {
    progress.stop();
  }
}
