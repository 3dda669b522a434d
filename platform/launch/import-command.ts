import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../project-root.ts';
import { runProcess } from '../run-process.ts';
import { attach } from './attach.ts';
import { commandEnvironment } from './system-plan.ts';

/** `npm run import -- …`: the directory's importer with the directory's own connection to the database. */
runProcess(async () => {
  const system = await attach(undefined);
  try {
    const child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        projectFile('dist', 'subgraphs', 'directory', 'import-command.js'),
        ...process.argv.slice(2),
      ],
      {
        env: { ...process.env, ...commandEnvironment(system.plan, 'directory') },
        stdio: 'inherit',
      },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    process.exitCode = code ?? 1;
  } finally {
    await system.detach();
  }
});
