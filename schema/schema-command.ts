import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diffStringsUnified } from 'jest-diff';
import { projectFile } from '../platform/project-root.ts';
import { readRoverConfig, type ListedSubgraph } from '../platform/rover-config.ts';
import { runProcess, StartError } from '../platform/run-process.ts';
import { printSubgraph } from '../subgraphs/kit/schema/build-subgraph.ts';
import type { Subgraph } from '../subgraphs/kit/subgraph.ts';
import { compose, printApi } from './compose.ts';

/** The generated files by path, relative to the project's folder. */
type Artefacts = Map<string, string>;

/** The SDL of a subgraph: printed from its classes where it is written with the kit, read from its file where it comes as plain SDL. */
async function sdlOf({ name, schemaFile }: ListedSubgraph): Promise<string> {
  const module = new URL(`../subgraphs/${name}/subgraph.js`, import.meta.url);
  if (!existsSync(module)) return readFile(projectFile(schemaFile), 'utf8');
  const exported = Object.values((await import(module.href)) as Record<string, Subgraph<unknown, unknown>>);
  const subgraph = exported.find((value) => value.name === name);
  if (!subgraph)
    throw new StartError(
      `subgraphs/${name}/subgraph.ts expects to export a subgraph with the name ${name}, as rover.yaml lists it.`,
    );
  return printSubgraph(subgraph);
}

async function generate(): Promise<Artefacts> {
  const listed = readRoverConfig(process.env);
  const artefacts: Artefacts = new Map();
  for (const subgraph of listed) artefacts.set(subgraph.schemaFile, await sdlOf(subgraph));
  const supergraph = compose(
    listed.map(({ name, routingUrl: url, schemaFile }) => ({ name, url, sdl: artefacts.get(schemaFile) ?? '' })),
  );
  artefacts.set('schema/supergraph.graphql', supergraph);
  artefacts.set('schema/api.graphql', printApi(supergraph));
  return artefacts;
}

async function write(artefacts: Artefacts): Promise<void> {
  for (const [file, text] of artefacts) {
    await mkdir(dirname(projectFile(file)), { recursive: true });
    await writeFile(projectFile(file), text);
    process.stdout.write(`wrote ${file}\n`);
  }
}

async function check(artefacts: Artefacts): Promise<void> {
  const stale: string[] = [];
  for (const [file, text] of artefacts) {
    const committed = await readFile(projectFile(file), 'utf8').catch(() => '');
    if (committed === text) continue;
    stale.push(file);
    const options = { aAnnotation: 'committed', bAnnotation: 'from the code', contextLines: 2, expand: false };
    process.stdout.write(`${file}\n${diffStringsUnified(committed, text, options)}\n\n`);
  }
  if (stale.length > 0)
    throw new StartError(
      `${stale.length} file(s) in schema/ are not what the code says: ${stale.join(', ')}.\nRun npm run schema, look at the change, and commit it.`,
    );
  process.stdout.write(`schema/ is up to date (${artefacts.size} files)\n`);
}

runProcess(async () => {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--check');
  if (unknown.length > 0)
    throw new StartError(`npm run schema takes --check or nothing, but got: ${unknown.join(' ')}`);
  const artefacts = await generate();
  await (process.argv.includes('--check') ? check(artefacts) : write(artefacts));
});
