import { fork } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../platform/project-root.ts';
import type { RunReady } from './run-process.ts';

declare global {
  var endTestRun: (() => Promise<void>) | undefined;
}

/**
 * Jest's global set-up: a folder of the run's own, which is the temporary folder (TMPDIR) of all that runs in it, and one real PostgreSQL.
 * Both belong to a process of their own, which tidies up however the run ends.
 */
export default async function startRun(): Promise<void> {
  const keeper = fork(projectFile('test', 'testkit', 'run-process.ts'), {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches the run alone.
    detached: true,
  });
  const ended = once(keeper, 'exit') as Promise<[number | null]>;
  const [ready] = (await Promise.race([
    once(keeper, 'message'),
    ended.then(() => Promise.reject(new Error('The PostgreSQL of the test run did not start (see above).'))),
  ])) as [RunReady];
  process.env['TMPDIR'] = ready.folder;
  process.env['TEST_POSTGRES_URL'] = ready.postgresUrl;
  globalThis.endTestRun = async () => {
    keeper.disconnect();
    const [code] = await ended;
    if (code !== 0) throw new Error('Tests left processes running (see above).');
  };
}
