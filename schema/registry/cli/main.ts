import { Command, CommanderError } from 'commander';
import { addAgencyCommands } from './commands/agency.ts';
import { addApproveCommands } from './commands/approve.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addLaunchCommands } from './commands/launches.ts';
import { addNewSubgraphCommand } from './commands/new-subgraph.ts';
import { addOwnerCommands } from './commands/owners.ts';
import { addPromoteCommands } from './commands/promote.ts';
import { addPublishCommands } from './commands/publish.ts';
import { addTokenCommands } from './commands/token.ts';
import { addUsageCommands } from './commands/usage.ts';
import { contextOf } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

const program = new Command('amtgraph')
  .description('The schema registry of Amtgraph, for agencies and operators.')
  .option('--registry <url>', 'URL of the registry (AMTGRAPH_REGISTRY; by default that of the running system)')
  .option('--graph <ref>', 'graph and variant', 'amtgraph@prod')
  .option('--json', 'results as JSON, for programs')
  .addHelpText(
    'after',
    `
The token is read from AMTGRAPH_TOKEN, never from an option: options are seen by others on the machine.
Exit codes: 0 done, 1 refused by checks, 2 wrong use, 3 not allowed, 4 the registry does not answer.`,
  )
  .exitOverride();

const context = contextOf(program);
addAgencyCommands(program, context);
addTokenCommands(program, context);
addPublishCommands(program, context);
addLaunchCommands(program, context);
addPromoteCommands(program, context);
addApproveCommands(program, context);
addOwnerCommands(program, context);
addUsageCommands(program, context);
addAuditCommands(program, context);
addNewSubgraphCommand(program, context);
for (const command of program.commands) inheritExit(command);

/** Subcommands end like the program does, so that one place decides about exit codes. */
function inheritExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(inheritExit);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else if (error instanceof CommandError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  } else throw error;
}
