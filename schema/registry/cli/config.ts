import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRunning } from '../../../platform/launch/running-system.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

export interface Target {
  registry: string;
  token: string;
}

interface Wanted {
  registry?: string;
}

/** The only reader of the environment: where the registry is, and with which token it is asked. */
export async function findTarget({ registry }: Wanted): Promise<Target> {
  const url = registry ?? process.env['AMTGRAPH_REGISTRY'];
  const token = process.env['AMTGRAPH_TOKEN'];
  if (url && token) return { registry: url, token };
  const running = await findRunning();
  const local = url ?? running?.registry;
  if (!local)
    throw new CommandError(
      'Which registry? Set AMTGRAPH_REGISTRY to its URL and AMTGRAPH_TOKEN to your token, or start a system here with `npm start`.',
    );
  // The operator's token of a system on this machine is only for that system: nobody else is shown it.
  if (!token && running && local === running.registry)
    return { registry: local, token: await operatorToken(running.data) };
  if (!token)
    throw new CommandError(
      `Set AMTGRAPH_TOKEN to a token of ${local} (an admin of your agency makes one: amtgraph token create).`,
      exitCodes.notAllowed,
    );
  return { registry: local, token };
}

async function operatorToken(data: string): Promise<string> {
  const file = join(data, 'keys', 'secrets.json');
  const secrets = JSON.parse(await readFile(file, 'utf8')) as { registryRootToken?: string };
  return secrets.registryRootToken ?? '';
}
