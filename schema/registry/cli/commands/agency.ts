import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { lower } from '../output.ts';

interface Agency {
  slug: string;
  name: string;
  level: string;
  ags: string | null;
  contact: string;
  subgraphs: { graph: string; name: string }[];
}

const fields = 'slug name level ags contact subgraphs { graph name }';

function row({ slug, name, level, ags, contact, subgraphs }: Agency): string[] {
  return [slug, name, lower(level), ags ?? '', contact, subgraphs.map((each) => each.name).join(', ')];
}

const head = ['slug', 'name', 'level', 'AGS', 'contact', 'subgraphs'];

/** `amtgraph agency …`: who publishes. */
export function addAgencyCommands(program: Command, { output, registry }: CommandContext): void {
  const agency = program.command('agency').description('agencies that publish subgraphs');

  agency
    .command('list', { isDefault: true })
    .description('all agencies')
    .action(async () => {
      const { agencies } = await (await registry()).ask<{ agencies: Agency[] }>(`{ agencies { ${fields} } }`);
      output.show(agencies, { head, rows: agencies.map(row), empty: 'There are no agencies yet.' });
    });

  agency
    .command('create <slug>')
    .description('adds an agency (operators)')
    .requiredOption('--name <name>', 'its name: Stadt Chemnitz')
    .requiredOption('--level <level>', 'federal, state or municipal')
    .option('--ags <ags>', 'official municipality key of its area')
    .requiredOption('--contact <mail>', 'mail address that answers questions about its subgraphs')
    .action(async (slug: string, input: { name: string; level: string; ags?: string; contact: string }) => {
      const query = `mutation ($input: AgencyInput!) { createAgency(input: $input) { ${fields} } }`;
      const variables = { input: { ...input, slug, level: input.level.toUpperCase() } };
      const { createAgency } = await (await registry()).ask<{ createAgency: Agency }>(query, variables);
      output.show(createAgency, { head, rows: [row(createAgency)] });
      output.say(`\nIts first token:  amtgraph token create --agency ${slug} --role admin --holder NAME`);
    });
}
