import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../platform/project-root.ts';
import { childEnvironment } from './child-environment.ts';
import { signingKeyFile } from './registry.ts';
import { eventually } from './system.ts';

export interface RegistryProcess {
  url: string;
  child: ChildProcess;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Settings of a registry of its own on a database: a new signing key, and the token of its first operator. */
export async function registrySettings(databaseUrl: string, rootToken: string): Promise<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    REGISTRY_SIGNING_KEY: await signingKeyFile(),
    REGISTRY_ROOT_TOKEN: rootToken,
    ALLOWED_HOSTS: '127.0.0.1',
    COMPOSITION_TIMEOUT_MS: '60000',
  };
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
