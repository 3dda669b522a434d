import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { CommandError } from '../exit-codes.ts';
import { launchFields as fields, type LaunchSummary } from '../launch-summary.ts';
import { lower, moment, type Output } from '../output.ts';

interface LaunchDetails extends LaunchSummary {
  diff: {
    subgraphs: { name: string; before: { id: string } | null; after: { id: string } | null }[];
    api: { code: string; criticality: string; message: string; coordinate: string | null }[];
  };
}

const head = ['launch', '', 'kind', 'changed', 'by', 'at', 'id'];

const row = ({ id, counter, kind, isLive, createdAt, createdBy, changed }: LaunchSummary) => [
  counter,
  isLive ? 'live' : '',
  lower(kind),
  changed.join(', '),
  createdBy?.holder ?? '',
  moment(createdAt),
  id,
];

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100) throw new InvalidArgumentError('Expected 1 to 100.');
  return count;
}

function sayDiff({ diff }: LaunchDetails, { say, paint }: Output): void {
  for (const { name, before, after } of diff.subgraphs)
    say(`  ${after ? (before ? '~' : paint('green', '+')) : paint('red', '-')} ${name}`);
  for (const { criticality, message, coordinate } of diff.api)
    say(
      `  ${paint(criticality === 'BREAKING' ? 'red' : 'dim', lower(criticality))} ${message} ${paint('dim', coordinate ?? '')}`,
    );
}

/** `amtgraph launches`, `rollback`: what was live when. */
export function addLaunchCommands(program: Command, { output, registry, graph }: CommandContext): void {
  const launches = program.command('launches').description('supergraphs that went live');

  launches
    .command('list', { isDefault: true })
    .description('newest first')
    .option('--first <count>', 'how many', readCount, 20)
    .action(async ({ first }: { first: number }) => {
      const query = `query ($ref: ID!, $first: Int) { variant(ref: $ref) { launches(first: $first) { ${fields} } } }`;
      const answer = await (
        await registry()
      ).ask<{ variant: { launches: LaunchSummary[] } | null }>(query, { ref: graph(), first });
      if (!answer.variant) throw new CommandError(`There is no variant ${graph()}. Choose another with --graph.`);
      const { launches: found } = answer.variant;
      output.show(found, { head, rows: found.map(row), empty: `Nothing is live in ${graph()} yet.` });
    });

  launches
    .command('show <id>')
    .description('what a launch changed')
    .action(async (id: string) => {
      const query = `query ($id: ID!) { launch(id: $id) { ${fields} diff {
        subgraphs { name before { id } after { id } } api { code criticality message coordinate }
      } } }`;
      const { launch } = await (await registry()).ask<{ launch: LaunchDetails | null }>(query, { id });
      if (!launch) throw new CommandError(`There is no launch ${id}: amtgraph launches lists them.`);
      output.show(launch, { head, rows: [row(launch)] });
      sayDiff(launch, output);
    });

  program
    .command('rollback [launch]')
    .description('brings an earlier launch back, as a new one; the one before the present one when none is named')
    .action(async (launch: string | undefined) => {
      const query = `mutation ($ref: ID!, $launch: ID) { rollback(ref: $ref, launch: $launch) { ${fields} } }`;
      const answer = await (await registry()).ask<{ rollback: LaunchSummary }>(query, { ref: graph(), launch });
      output.show(answer.rollback, { head, rows: [row(answer.rollback)] });
    });
}
