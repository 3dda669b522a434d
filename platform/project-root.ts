import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json')) && existsSync(join(directory, 'rover.yaml'))) return directory;
  const parent = dirname(directory);
  if (parent === directory)
    throw new Error('The project folder (package.json beside rover.yaml) was not found above this file.');
  return findRoot(parent);
}

/** Absolute path of the project's folder, the same from the sources and from `dist/`. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file of the project, given relative to its folder. */
export function projectFile(...segments: string[]): string {
  return join(projectRoot, ...segments);
}
