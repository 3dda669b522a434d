import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { projectFile } from '../project-root.ts';

export interface LaunchOptions {
  /** The gateway's port; the others follow it at the distances of rover.yaml. 0: every process takes a free port. */
  port: number;
  /** Folder for the database, the keys and the logs. */
  data: string;
}

/** The port around which the ports in rover.yaml are laid out. */
export const usualPort = 4000;

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_000)
    throw new InvalidArgumentError(`expected a port between 0 and 65000, but got ${text}.`);
  return port;
}

export function readOptions(argv: readonly string[]): LaunchOptions {
  return new Command('npm start --')
    .description('Starts the whole system: PostgreSQL, the subgraphs and the gateway.')
    .option('--port <port>', "the gateway's port; the others follow it", parsePort, usualPort)
    .option('--data <folder>', 'where the data lives', (folder) => resolve(folder), projectFile('.data'))
    .parse(argv)
    .opts<LaunchOptions>();
}
