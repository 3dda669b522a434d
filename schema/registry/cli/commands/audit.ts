import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { moment } from '../output.ts';

interface Entry {
  sequence: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
}

interface Verdict {
  entries: number;
  head: string | null;
  holds: boolean;
  brokenAt: number | null;
  reason: string | null;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 500) throw new InvalidArgumentError('Expected 1 to 500.');
  return count;
}

/** `amtgraph audit …`: the record of what was done, and whether it holds. */
export function addAuditCommands(program: Command, { output, registry }: CommandContext): void {
  const audit = program.command('audit').description('the record of what was done');

  audit
    .command('list', { isDefault: true })
    .description('newest first')
    .option('--first <count>', 'how many', readCount, 50)
    .action(async (options: { first: number }) => {
      const query = 'query ($first: Int) { audit(first: $first) { sequence at actor agency action subject details } }';
      const { audit: entries } = await (await registry()).ask<{ audit: Entry[] }>(query, options);
      const rows = entries.map(({ sequence, at, actor, action, subject }) => [
        sequence,
        moment(at),
        actor,
        action,
        subject,
      ]);
      output.show(entries, { head: ['', 'at', 'who', 'what', 'on what'], rows, empty: 'Nothing was done yet.' });
    });

  audit
    .command('verify')
    .description('reads the whole record and checks its chain')
    .action(async () => {
      const query = '{ auditVerdict { entries head holds brokenAt reason } }';
      const { auditVerdict } = await (await registry()).ask<{ auditVerdict: Verdict }>(query);
      const { entries, holds, head, brokenAt, reason } = auditVerdict;
      output.show(auditVerdict);
      if (holds) return output.say(`${output.paint('green', 'The record holds')}: ${entries} entries, head ${head}.`);
      output.say(`${output.paint('red', 'The record is broken')} at entry ${brokenAt}: ${reason}`);
      process.exitCode = exitCodes.refused;
    });
}
