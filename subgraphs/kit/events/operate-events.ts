import { Command, CommanderError } from 'commander';
import type { Kysely } from 'kysely';
import { findDeadEvents, reviveEvent, type DeadEvent } from './dead-events.ts';
import type { EventTables } from './event-tables.ts';

/** The command was not understood, or what it names is not there; the message is for whoever typed it. */
export class OperatingFailed extends Error {
  override name = 'OperatingFailed';
}

const lineOf = ({ id, destination, type, subject, attempts, dead_at: deadAt, problem }: DeadEvent) =>
  [id, deadAt?.toISOString() ?? '', destination, type, subject, `${attempts} attempts`, problem ?? ''].join('\t');

/**
 * What an operator does with events that were given up: `list`, `retry ID…`, `retry --all`, each with `--destination NAME` for one receiver. An event that is sent again
 * lets those after it in its subject go, so whoever does it has seen to it that the order still matters.
 * @param write takes the lines for the operator, without their break
 * @throws OperatingFailed
 */
export async function operateEvents<Database extends EventTables>(
  db: Kysely<Database>,
  args: readonly string[],
  write: (line: string) => void,
): Promise<void> {
  const command = new Command('events').description('Events to other services that were given up.').exitOverride();
  command.configureOutput({ writeOut: (text) => write(text.trimEnd()), writeErr: () => undefined });
  command
    .command('list')
    .description('lists them, the oldest first')
    .option('-d, --destination <name>', 'only those for this receiver')
    .action(async ({ destination }: { destination?: string }) => {
      const dead = await findDeadEvents(db, destination);
      for (const event of dead) write(lineOf(event));
      if (dead.length === 0) write('No event was given up.');
    });
  command
    .command('retry')
    .description('sends them again, after what was wrong has been mended')
    .argument('[ids...]', 'which, as `list` names them')
    .option('-a, --all', 'all of them')
    .option('-d, --destination <name>', 'with --all: only those for this receiver')
    .action((ids: string[], options: { all?: boolean; destination?: string }) => retry(db, ids, options, write));
  if (args.length === 0) throw new OperatingFailed('Expected list or retry; `--help` shows what there is.');
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new OperatingFailed(`${error.message} (\`--help\` shows what there is)`);
  }
}

async function retry<Database extends EventTables>(
  db: Kysely<Database>,
  ids: readonly string[],
  { all = false, destination }: { all?: boolean; destination?: string },
  write: (line: string) => void,
): Promise<void> {
  if (all === ids.length > 0) throw new OperatingFailed('Expected the ids of events, or --all.');
  const chosen = all ? (await findDeadEvents(db, destination)).map(({ id }) => id) : ids;
  const missing: string[] = [];
  for (const id of chosen) if (!(await reviveEvent(db, id))) missing.push(id);
  write(`${chosen.length - missing.length} events are sent again.`);
  if (missing.length > 0) throw new OperatingFailed(`Given up was no event ${missing.join(', ')}.`);
}
