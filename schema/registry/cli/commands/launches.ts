import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { CommandError } from '../exit-codes.ts';
import { lower, moment, type Output } from '../output.ts';

interface Launch {
  id: string;
  counter: number;
  kind: string;
  isLive: boolean;
  createdAt: string;
  createdBy: { holder: string } | null;
  changed: string[];
}

interface LaunchDetails extends Launch {
  diff: {
    subgraphs: { name: string; before: { id: string } | null; after: { id: string } | null }[];
    api: { code: string; criticality: string; message: string }[];
  };
}

const fields = 'id counter kind isLive createdAt createdBy { holder } changed';
const head = ['launch', '', 'kind', 'changed', 'by', 'at', 'id'];

const row = ({ id, counter, kind, isLive, createdAt, createdBy, changed }: Launch) => [
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
  for (const { criticality, message } of diff.api)
    say(`  ${paint(criticality === 'BREAKING' ? 'red' : 'dim', lower(criticality))} ${message}`);
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
      ).ask<{ variant: { launches: Launch[] } | null }>(query, { ref: graph(), first });
      if (!answer.variant) throw new CommandError(`There is no variant ${graph()}. Choose another with --graph.`);
      const { launches: found } = answer.variant;
      output.show(found, { head, rows: found.map(row), empty: `Nothing is live in ${graph()} yet.` });
    });

  launches
    .command('show <id>')
    .description('what a launch changed')
    .action(async (id: string) => {
      const query = `query ($id: ID!) { launch(id: $id) { ${fields} diff {
        subgraphs { name before { id } after { id } } api { code criticality message }
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
      const answer = await (await registry()).ask<{ rollback: Launch }>(query, { ref: graph(), launch });
      output.show(answer.rollback, { head, rows: [row(answer.rollback)] });
    });
}
