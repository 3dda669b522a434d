import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../project-root.ts';
import type { AttachedSystem } from './attach.ts';
import { commandEnvironment } from './system-plan.ts';

/** Runs a command of a subgraph (`<command>-command.ts` in its folder) with that subgraph's own connection to the database. @returns its exit code */
export async function runSubgraphCommand(
  { plan }: AttachedSystem,
  [subgraph, command]: readonly [subgraph: string, command: string],
  args: readonly string[],
): Promise<number> {
  const file = projectFile('dist', 'subgraphs', subgraph, `${command}-command.js`);
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
    env: { ...process.env, ...commandEnvironment(plan, subgraph) },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
