import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { findRunning } from '../../../../platform/launch/running-system.ts';
import type { CommandContext } from '../context.ts';
import { CommandError } from '../exit-codes.ts';
import { NewSubgraphError, writeNewSubgraph } from '../new-subgraph.ts';

interface Options {
  agency: string;
  folder?: string;
  port: number;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port)) throw new InvalidArgumentError('Expected a number.');
  return port;
}

/** `amtgraph new-subgraph`: a subgraph that runs, to begin with. */
export function addNewSubgraphCommand(program: Command, { output, graph }: CommandContext): void {
  program
    .command('new-subgraph <name>')
    .description('writes a subgraph that runs, with tests, a README and the calls of Rover for its pipeline')
    .requiredOption('--agency <slug>', 'the agency that publishes it')
    .option('--folder <path>', 'where it is written; a folder of its name by default')
    .option('--port <port>', 'where it listens', readPort, 4301)
    .action(async (name: string, { agency, folder = name, port }: Options) => {
      const running = await findRunning();
      const registry = running?.registry ?? 'http://127.0.0.1:4100';
      const gateway = running?.gateway ?? 'http://127.0.0.1:4000';
      const wanted = { name, agency, folder: resolve(folder), port, graph: graph(), registry, gateway };
      const files = await writeNewSubgraph(wanted).catch((error: unknown) => {
        throw error instanceof NewSubgraphError ? new CommandError(error.message) : error;
      });
      output.show({ folder: wanted.folder, files });
      output.say(`${files.length} files in ${wanted.folder}\n\n  cd ${folder} && npm install && npm test && npm start`);
      output.say(`\nThen publish it (README.md there): APOLLO_KEY=… ROUTING_URL=… npm run release`);
    });
}
