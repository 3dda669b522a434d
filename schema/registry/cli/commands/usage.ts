import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { CommandError } from '../exit-codes.ts';

interface Usage {
  coordinate: string;
  client: string;
  count: number;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new InvalidArgumentError('Expected 1 to 366 days.');
  return days;
}

/** `amtgraph usage …`: who uses what. */
export function addUsageCommands(program: Command, { output, registry, graph }: CommandContext): void {
  async function askVariant<Data>(selection: string, variables: Record<string, unknown>): Promise<Data> {
    const parameters = 'coordinate' in variables ? ', $coordinate: String' : '';
    const query = `query ($ref: ID!, $days: Int${parameters}) { variant(ref: $ref) { ${selection} } }`;
    const { variant } = await (await registry()).ask<{ variant: Data | null }>(query, { ref: graph(), ...variables });
    if (!variant) throw new CommandError(`There is no variant ${graph()}. Choose another with --graph.`);
    return variant;
  }

  const usage = program.command('usage').description('what clients use');
  const days = ['--days <days>', 'of the last so many days', readDays, 30] as const;

  usage
    .command('of [coordinate]', { isDefault: true })
    .description('how often each client used a type, a field or an argument and what lies below it')
    .option(...days)
    .action(async (coordinate: string | undefined, options: { days: number }) => {
      const selection = 'usage(coordinate: $coordinate, days: $days) { coordinate client count }';
      const found = await askVariant<{ usage: Usage[] }>(selection, { coordinate: coordinate ?? null, ...options });
      const rows = found.usage.map(({ coordinate: place, client, count }) => [place, client, count]);
      output.show(found.usage, { head: ['coordinate', 'client', 'requests'], rows, empty: 'Nobody used it.' });
    });

  usage
    .command('clients')
    .description('requests of each client')
    .option(...days)
    .action(async (options: { days: number }) => {
      const selection = 'clients(days: $days) { client requests lastDay }';
      const { clients } = await askVariant<{ clients: { client: string; requests: number; lastDay: string }[] }>(
        selection,
        options,
      );
      const rows = clients.map(({ client, requests, lastDay }) => [client, requests, lastDay]);
      output.show(clients, { head: ['client', 'requests', 'last on'], rows, empty: 'No requests were reported.' });
    });

  usage
    .command('unused')
    .description('fields that nobody used')
    .option(...days)
    .action(async (options: { days: number }) => {
      const selection = 'unusedFields(days: $days) { coordinate isDeprecated owner { slug } }';
      const { unusedFields } = await askVariant<{
        unusedFields: { coordinate: string; isDeprecated: boolean; owner: { slug: string } | null }[];
      }>(selection, options);
      const rows = unusedFields.map((each) => [
        each.coordinate,
        each.owner?.slug ?? '',
        each.isDeprecated ? 'deprecated' : '',
      ]);
      output.show(unusedFields, { head: ['field', 'owner', ''], rows, empty: 'Every field was used.' });
    });

  usage
    .command('deprecated')
    .description('deprecated elements that are still in use, and by whom')
    .option(...days)
    .action(async (options: { days: number }) => {
      const selection = 'deprecatedInUse(days: $days) { coordinate reason clients { coordinate client count } }';
      const { deprecatedInUse } = await askVariant<{
        deprecatedInUse: { coordinate: string; reason: string | null; clients: Usage[] }[];
      }>(selection, options);
      const rows = deprecatedInUse.flatMap(({ coordinate, clients }) =>
        clients.map(({ client, count }) => [coordinate, client, count]),
      );
      const empty = 'Nothing that is deprecated is in use.';
      output.show(deprecatedInUse, { head: ['element', 'client', 'requests'], rows, empty });
    });
}
