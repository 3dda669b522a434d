import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { checkFields, sayCheck, type Check } from '../check-report.ts';
import type { CommandContext } from '../context.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

interface PublishPayload {
  accepted: boolean;
  launch: { id: string; counter: number } | null;
  created: string[];
  changed: string[];
  checks: Check[];
  errors: { code: string; message: string }[];
}

interface SchemaOptions {
  schema: string;
  url?: string;
  revision?: string;
}

const payload = `accepted launch { id counter } created changed checks { ${checkFields} } errors { code message }`;

async function readSchema(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch {
    throw new CommandError(`--schema expects a file with SDL (or - for standard input), but ${file} cannot be read.`);
  }
}

const inputOf = async (name: string, { schema, url, revision }: SchemaOptions) => ({
  name,
  sdl: await readSchema(schema),
  ...(url === undefined ? {} : { url }),
  ...(revision === undefined ? {} : { revision }),
});

/** Says what came of a change. Refused: exit code 1. */
function report(result: PublishPayload, ref: string, output: Output): void {
  output.show(result);
  for (const check of result.checks) sayCheck(check, output);
  for (const { code, message } of result.errors) output.say(`${output.paint('red', code)} ${message}`);
  if (!result.accepted) {
    output.say(output.paint('red', `Refused: ${ref} stays as it is.`));
    process.exitCode = exitCodes.refused;
  } else if (result.launch) {
    output.say(output.paint('green', `Live in ${ref} as launch ${result.launch.counter} (${result.launch.id}).`));
  } else output.say(`Kept; ${ref} does not compose yet, or nothing changed in it.`);
}

/** `amtgraph publish`, `check`, `remove`: one subgraph of a variant. */
export function addPublishCommands(program: Command, { output, registry, graph }: CommandContext): void {
  program
    .command('publish <subgraph>')
    .description('publishes a subgraph; live at once when the checks pass')
    .requiredOption('--schema <file>', 'its SDL; - for standard input')
    .option('--url <url>', 'where routers reach it; the present one when left out')
    .option('--revision <text>', 'what you call this version: a commit, a release')
    .action(async (name: string, options: SchemaOptions) => {
      const query = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) { publishSubgraphs(ref: $ref, subgraphs: $subgraphs) { ${payload} } }`;
      const variables = { ref: graph(), subgraphs: [await inputOf(name, options)] };
      const answer = await (await registry()).ask<{ publishSubgraphs: PublishPayload }>(query, variables);
      report(answer.publishSubgraphs, graph(), output);
    });

  program
    .command('check <subgraph>')
    .description('says what publishing would say; changes nothing')
    .requiredOption('--schema <file>', 'its SDL; - for standard input')
    .option('--url <url>', 'where routers would reach it')
    .action(async (name: string, options: SchemaOptions) => {
      const query = `mutation ($ref: ID!, $subgraph: SubgraphInput!) { checkSubgraph(ref: $ref, subgraph: $subgraph) { ${checkFields} } }`;
      const variables = { ref: graph(), subgraph: await inputOf(name, options) };
      const { checkSubgraph } = await (await registry()).ask<{ checkSubgraph: Check }>(query, variables);
      output.show(checkSubgraph);
      sayCheck(checkSubgraph, output);
      if (!checkSubgraph.passed) process.exitCode = exitCodes.refused;
    });

  program
    .command('remove <subgraph>')
    .description('takes a subgraph out of the variant')
    .option('--dry-run', 'only says what would come of it')
    .action(async (name: string, { dryRun = false }: { dryRun?: boolean }) => {
      const query = `mutation ($ref: ID!, $name: String!, $dryRun: Boolean!) { removeSubgraph(ref: $ref, name: $name, dryRun: $dryRun) { ${payload} } }`;
      const answer = await (
        await registry()
      ).ask<{ removeSubgraph: PublishPayload }>(query, { ref: graph(), name, dryRun });
      report(answer.removeSubgraph, graph(), output);
    });
}
