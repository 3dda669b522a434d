import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../platform/project-root.ts';
import { childEnvironment } from './child-environment.ts';
import { eventually } from './system.ts';

export interface RegistryProcess {
  url: string;
  child: ChildProcess;
  /** kill -9. */
  kill(): Promise<void>;
}

/** The compiled registry as a process of its own, which can be killed. */
export async function startRegistryProcess(environment: Record<string, string>): Promise<RegistryProcess> {
  const child = spawn(process.execPath, [projectFile('dist', 'schema', 'registry', 'main.js')], {
    env: childEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'error', PORT: '0', ...environment }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  let url: string | undefined;
  child.on('message', (message) => {
    if (typeof message === 'object' && 'ready' in message) url = String(message.ready);
  });
  const ready = await eventually('the registry to be ready', () => {
    if (child.exitCode !== null) throw new Error(`The registry ended:\n${complaint}`);
    return url;
  });
  return {
    url: ready,
    child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
