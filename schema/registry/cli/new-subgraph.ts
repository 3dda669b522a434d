import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectFile } from '../../../platform/project-root.ts';

export interface NewSubgraph {
  /** As it will be known in the registry: `dog-registration`. */
  name: string;
  /** Slug of the agency that publishes it: `chemnitz`. */
  agency: string;
  /** Where it is written; made where it does not exist. */
  folder: string;
  /** Where it will listen. */
  port: number;
  /** Graph and variant that it is meant for: `amtgraph@prod`. */
  graph: string;
  /** URLs of the registry and of the gateway whose keys it believes. */
  registry: string;
  gateway: string;
}

/** What was asked for cannot be written; the message says what was expected. */
export class NewSubgraphError extends Error {
  override name = 'NewSubgraphError';
}

const template = projectFile('schema', 'registry', 'cli', 'template');
const ending = '.template';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The words that stand in the template for what differs from one subgraph to the next. */
async function wordsOf(subgraph: NewSubgraph): Promise<Map<string, string>> {
  const words = subgraph.name.split('-');
  const type = words.map(capital).join('');
  const versions = JSON.parse(await readFile(projectFile('package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  return new Map([
    ['name', subgraph.name],
    ['words', words.join(' ')],
    ['Type', type],
    ['field', type.charAt(0).toLowerCase() + type.slice(1)],
    ['agency', subgraph.agency],
    ['port', String(subgraph.port)],
    ['graph', subgraph.graph],
    ['registry', subgraph.registry],
    ['gateway', subgraph.gateway],
    ...Object.entries({ ...versions.dependencies, ...versions.devDependencies }).map(
      ([name, version]) => [`version:${name}`, version] as const,
    ),
  ]);
}

function fill(text: string, words: ReadonlyMap<string, string>, file: string): string {
  return text.replaceAll(/\{\{([^{}]+)\}\}/g, (_match, word: string) => {
    const value = words.get(word);
    if (value === undefined) throw new Error(`The template ${file} asks for ${word}, which nobody gives.`);
    return value;
  });
}

function check({ name, agency, port }: NewSubgraph): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw new NewSubgraphError(
      `A subgraph's name is words of small letters and digits with hyphens between, 40 characters at most (dog-registration), but got: ${name}`,
    );
  if (!/^[a-z][a-z0-9-]*$/.test(agency))
    throw new NewSubgraphError(`An agency's slug is small letters, digits and hyphens (chemnitz), but got: ${agency}`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new NewSubgraphError(`A port is a number from 1 to 65535, but got: ${port}`);
}

/**
 * Writes a subgraph that runs: server, contract, tests, the calls of Rover for its pipeline, a README.
 * Nothing is overwritten. @returns the files, relative to the folder
 * @throws NewSubgraphError
 */
export async function writeNewSubgraph(subgraph: NewSubgraph): Promise<string[]> {
  check(subgraph);
  const { folder } = subgraph;
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new NewSubgraphError(`${folder} is not empty: choose another folder with --folder, or empty it.`);
  const words = await wordsOf(subgraph);
  const names = (await readdir(template, { recursive: true })).filter((name) => name.endsWith(ending));
  const files = await Promise.all(
    names.map(async (name) => ({
      name: name.slice(0, -ending.length),
      text: fill(await readFile(join(template, name), 'utf8'), words, name),
    })),
  );
  // The guard at the door is the same in every subgraph, so it is taken from one that is tested.
  files.push({
    name: 'caller.js',
    text: await readFile(projectFile('examples', 'dog-registration', 'caller.js'), 'utf8'),
  });
  for (const { name, text } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text, { flag: 'wx' });
  }
  return files.map(({ name }) => name).toSorted();
}
