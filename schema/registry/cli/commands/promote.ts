import type { Command } from 'commander';
import { askGraph } from '../ask-graph.ts';
import { checkFields, sayCheck, type Check } from '../check-report.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { moment } from '../output.ts';

interface Promotion {
  id: string;
  launch: { id: string; ref: string; counter: number };
  target: { ref: string };
  requestedBy: { holder: string } | null;
  requestedAt: string;
  decidedAt: string | null;
  result: { counter: number } | null;
}

const fields =
  'id launch { id ref counter } target { ref } requestedBy { holder } requestedAt decidedAt result { counter }';
const head = ['promotion', 'from', 'to', 'asked by', 'at', 'state'];

function row({ id, launch, target, requestedBy, requestedAt, decidedAt, result }: Promotion): string[] {
  const state = result ? `live as launch ${result.counter}` : decidedAt ? 'declined' : 'waits for a second person';
  return [
    id,
    `${launch.ref} launch ${launch.counter}`,
    target.ref,
    requestedBy?.holder ?? '',
    moment(requestedAt),
    state,
  ];
}

interface Decision {
  promotion: Promotion;
  accepted: boolean;
  checks: Check[];
  errors: { code: string; message: string }[];
}

/** `amtgraph promote …`: from test to production, by two people. */
export function addPromoteCommands(program: Command, { output, registry, graph }: CommandContext): void {
  const promote = program.command('promote').description('takes a launch of one variant over into another');

  promote
    .command('list', { isDefault: true })
    .description('promotions that wait for a decision')
    .option('--all', 'also those that were decided')
    .action(async ({ all }: { all?: boolean }) => {
      const query = `query ($id: ID!, $open: Boolean) { graph(id: $id) { promotions(open: $open) { ${fields} } } }`;
      const variables = { open: all ? null : true };
      const { promotions } = await askGraph<{ promotions: Promotion[] }>({ registry, graph }, query, variables);
      output.show(promotions, { head, rows: promotions.map(row), empty: 'No promotion waits.' });
    });

  promote
    .command('request <launch>')
    .description('asks for a launch to be taken over')
    .requiredOption('--to <variant>', 'the variant that takes it: amtgraph@prod')
    .action(async (launch: string, { to }: { to: string }) => {
      const query = `mutation ($launch: ID!, $target: String!) { requestPromotion(launch: $launch, target: $target) { ${fields} } }`;
      const answer = await (await registry()).ask<{ requestPromotion: Promotion }>(query, { launch, target: to });
      output.show(answer.requestPromotion, { head, rows: [row(answer.requestPromotion)] });
    });

  for (const [name, approve, description] of [
    ['accept', true, 'takes it over; in production another person than the one who asked'],
    ['decline', false, 'leaves everything as it is'],
  ] as const)
    promote
      .command(`${name} <promotion>`)
      .description(description)
      .action(async (id: string) => {
        const query = `mutation ($id: ID!, $approve: Boolean!) { decidePromotion(id: $id, approve: $approve) {
          accepted promotion { ${fields} } checks { ${checkFields} } errors { code message } } }`;
        const answer = await (await registry()).ask<{ decidePromotion: Decision }>(query, { id, approve });
        const { promotion, accepted, checks, errors } = answer.decidePromotion;
        output.show(answer.decidePromotion, { head, rows: [row(promotion)] });
        for (const check of checks) sayCheck(check, output);
        for (const { code, message } of errors) output.say(`${output.paint('red', code)} ${message}`);
        if (approve && !accepted) process.exitCode = exitCodes.refused;
      });
}
