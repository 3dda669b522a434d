import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from '../../../platform/project-root.ts';
import type { Subgraph } from '../../../subgraphs/kit/subgraph.ts';

type AnySubgraph = Subgraph<unknown, unknown>;

function isSubgraph(value: unknown): value is AnySubgraph {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'resolvers' in value && 'references' in value
  );
}

/** Every subgraph of the project, found in `subgraphs/`, so that a new one is held to the contract without being named here. */
export async function findSubgraphs(): Promise<AnySubgraph[]> {
  const folders = readdirSync(projectFile('subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.name !== 'kit' && existsSync(join(projectFile('subgraphs'), entry.name, 'subgraph.ts')))
    .map(({ name }) => name);
  return Promise.all(
    folders.map(async (folder) => {
      const module: object = await import(`../../../subgraphs/${folder}/subgraph.ts`);
      const found = Object.values(module).find(isSubgraph);
      if (!found) throw new Error(`subgraphs/${folder}/subgraph.ts expects to export a subgraph.`);
      return found;
    }),
  );
}
