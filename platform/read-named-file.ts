import { readFile } from 'node:fs/promises';
import { StartError } from './run-process.ts';

/**
 * The text of a file that somebody named.
 * @param what what was expected in it, as the message calls it
 * @param setting the setting that names it, where one does
 * @throws StartError where it is, and why it cannot be read
 */
export async function readNamedFile(path: string, what: string, setting?: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = setting === undefined ? path : `${path} (${setting})`;
    throw new StartError(`Expected ${what} in ${place}, but it cannot be read: ${reason}.`, { cause: error });
  }
}
