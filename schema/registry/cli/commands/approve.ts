import type { Command } from 'commander';
import { askGraph } from '../ask-graph.ts';
import type { CommandContext } from '../context.ts';
import { moment } from '../output.ts';

interface Approval {
  id: string;
  key: string;
  agency: string;
  message: string;
  note: string;
  approvedBy: { holder: string } | null;
  approvedAt: string;
  revokedAt: string | null;
}

const fields = 'id key agency message note approvedBy { holder } approvedAt revokedAt';
const head = ['approval', 'of', 'by', 'at', 'what', 'why'];

const row = ({ id, agency, approvedBy, approvedAt, message, note, revokedAt }: Approval) => [
  id,
  agency,
  approvedBy?.holder ?? '',
  moment(approvedAt),
  message,
  revokedAt ? `${note} (taken back ${moment(revokedAt)})` : note,
];

/** `amtgraph approve …`: what an owner agreed to. */
export function addApproveCommands(program: Command, { output, registry, graph }: CommandContext): void {
  program
    .command('approve <check> <key>')
    .description('agrees to a finding of a check; it holds for the same change when it is checked again')
    .requiredOption('--note <text>', 'why it is all right')
    .option('--agency <slug>', 'whose approval it is (operators)')
    .action(async (check: string, key: string, options: { note: string; agency?: string }) => {
      const query = `mutation ($input: ApprovalInput!) { approve(input: $input) { ${fields} } }`;
      const { approve } = await (
        await registry()
      ).ask<{ approve: Approval }>(query, { input: { check, key, ...options } });
      output.show(approve, { head, rows: [row(approve)] });
    });

  const approvals = program.command('approvals').description('approvals in force');

  approvals
    .command('list', { isDefault: true })
    .description('newest first')
    .option('--all', 'also those that were taken back')
    .action(async ({ all }: { all?: boolean }) => {
      const query = `query ($id: ID!, $inForce: Boolean) { graph(id: $id) { approvals(inForce: $inForce) { ${fields} } } }`;
      const context = { registry, graph };
      const { approvals: found } = await askGraph<{ approvals: Approval[] }>(context, query, { inForce: !all });
      output.show(found, { head, rows: found.map(row), empty: 'No approvals.' });
    });

  approvals
    .command('revoke <id>')
    .description('takes an approval back; what was launched stays launched')
    .action(async (id: string) => {
      const query = `mutation ($id: ID!) { revokeApproval(id: $id) { ${fields} } }`;
      const { revokeApproval } = await (await registry()).ask<{ revokeApproval: Approval }>(query, { id });
      output.show(revokeApproval, { head, rows: [row(revokeApproval)] });
    });
}
