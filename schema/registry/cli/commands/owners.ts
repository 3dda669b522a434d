import type { Command } from 'commander';
import { askGraph } from '../ask-graph.ts';
import type { CommandContext } from '../context.ts';
import { moment } from '../output.ts';

interface Ownership {
  coordinate: string;
  agency: { slug: string };
  since: string;
}

const fields = 'coordinate agency { slug } since';
const head = ['part', 'agency', 'since'];
const row = ({ coordinate, agency, since }: Ownership) => [coordinate, agency.slug, moment(since)];

/** `amtgraph owners …`: which agency owns which part of the graph. */
export function addOwnerCommands(program: Command, { output, registry, graph }: CommandContext): void {
  const owners = program.command('owners').description('which agency owns which part of the graph');

  owners
    .command('list [prefix]', { isDefault: true })
    .description('parts whose coordinate starts with the prefix')
    .option('--agency <slug>', 'only those of this agency')
    .action(async (prefix: string | undefined, { agency }: { agency?: string }) => {
      const query = `query ($id: ID!, $agency: ID, $prefix: String) { graph(id: $id) { ownership(agency: $agency, prefix: $prefix) { ${fields} } } }`;
      const context = { registry, graph };
      const { ownership } = await askGraph<{ ownership: Ownership[] }>(context, query, { agency, prefix });
      output.show(ownership, { head, rows: ownership.map(row), empty: 'Nobody owns that.' });
    });

  owners
    .command('transfer <coordinates...>')
    .description('gives parts to another agency')
    .requiredOption('--to <slug>', 'the agency that owns them from now on')
    .action(async (coordinates: string[], { to }: { to: string }) => {
      const query = `mutation ($graph: ID!, $coordinates: [String!]!, $to: ID!) { transferOwnership(graph: $graph, coordinates: $coordinates, to: $to) { ${fields} } }`;
      const variables = { graph: graph().split('@')[0], coordinates, to };
      const { transferOwnership } = await (await registry()).ask<{ transferOwnership: Ownership[] }>(query, variables);
      output.show(transferOwnership, { head, rows: transferOwnership.map(row) });
    });
}
