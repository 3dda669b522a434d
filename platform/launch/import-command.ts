import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../project-root.ts';
import { runProcess } from '../run-process.ts';
import { attach, type AttachedSystem } from './attach.ts';
import { commandEnvironment } from './system-plan.ts';

/** Runs a subgraph's importer with that subgraph's own connection to the database. */
async function importInto({ plan }: AttachedSystem, subgraph: string, args: readonly string[]): Promise<number> {
  const command = projectFile('dist', 'subgraphs', subgraph, 'import-command.js');
  const child = spawn(process.execPath, ['--enable-source-maps', command, ...args], {
    env: { ...process.env, ...commandEnvironment(plan, subgraph) },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** `npm run import -- …`: into the directory; plate codes into vehicle registration too, which checks plates against them. */
runProcess(async () => {
  const [kind, ...rest] = process.argv.slice(2);
  const system = await attach(undefined);
  try {
    process.exitCode = await importInto(system, 'directory', process.argv.slice(2));
    if (kind === 'plate-codes' && process.exitCode === 0)
      process.exitCode = await importInto(system, 'vehicle-registration', rest);
  } finally {
    await system.detach();
  }
});
