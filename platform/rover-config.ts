import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectFile } from './project-root.ts';
import { StartError } from './run-process.ts';

/** A subgraph as `rover.yaml` lists it. */
export interface ListedSubgraph {
  name: string;
  /** Where the gateway reaches it, e.g. http://127.0.0.1:4001/graphql. */
  routingUrl: string;
  /** Its SDL, relative to the project's folder. */
  schemaFile: string;
}

const shape = z.object({
  federation_version: z.union([z.string(), z.number()]),
  subgraphs: z.record(
    z.string(),
    z.object({
      routing_url: z.string({ error: 'expected a URL' }),
      schema: z.object({
        file: z.string({ error: 'expected the path of the SDL; this project keeps all of them in schema/subgraphs/' }),
      }),
    }),
  ),
});

/** Rover's own notation for values from the environment: `${env.NAME}`. */
function expand(text: string, environment: NodeJS.ProcessEnv, problems: string[]): string {
  return text.replaceAll(/\$\{env\.(\w+)\}/g, (whole, name: string) => {
    const value = environment[name];
    if (value === undefined) problems.push(`${whole} is used, but ${name} is not set`);
    return value ?? whole;
  });
}

/**
 * Reads the one list of subgraphs.
 * @throws StartError naming everything that is wrong with the file
 */
export function readRoverConfig(environment: NodeJS.ProcessEnv, path = projectFile('rover.yaml')): ListedSubgraph[] {
  const problems: string[] = [];
  const document: unknown = parse(expand(readFileSync(path, 'utf8'), environment, problems));
  const result = shape.safeParse(document);
  if (!result.success)
    problems.push(...result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  if (!result.success || problems.length > 0)
    throw new StartError(`rover.yaml cannot be used:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  return Object.entries(result.data.subgraphs).map(([name, { routing_url: routingUrl, schema }]) => ({
    name,
    routingUrl,
    schemaFile: schema.file,
  }));
}
