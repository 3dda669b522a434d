import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../../platform/project-root.ts';
import { childEnvironment } from '../../testkit/child-environment.ts';

export interface SpawnedService {
  url: string;
  /** Everything that it has written, to both outputs. */
  written(): string;
  /** SIGKILL: nothing is finished. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
}

/** Starts what the build wrote to `dist/` and waits until it is ready. */
export async function spawnService(entry: string, environment: Record<string, string>): Promise<SpawnedService> {
  const child = spawn(process.execPath, [projectFile('dist', entry)], {
    env: childEnvironment({ NODE_ENV: 'test', ...environment }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let written = '';
  for (const output of [child.stdout, child.stderr])
    output?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const url = await Promise.race([
    ready(child),
    once(child, 'exit').then(() => {
      throw new Error(`${entry} ended before it was ready:\n${written}`);
    }),
  ]);
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { url, written: () => written, kill: end('SIGKILL'), stop: end('SIGTERM') };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message: { ready?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
    });
  });
}
