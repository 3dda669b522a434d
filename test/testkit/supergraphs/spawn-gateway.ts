import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';

const MAIN = fileURLToPath(new URL('../../../dist/gateway/main.js', import.meta.url));

/** The built gateway in a process of its own. */
export interface SpawnedGateway {
  /** Where it answers GraphQL. */
  url: string;
  /** Asks it to stop and waits until it has. */
  close(): Promise<void>;
}

/** Starts `dist/gateway/main.js` on port 0 over a supergraph. Rejects with what it wrote when it ends instead of being ready. */
export async function spawnGateway(sdl: string, settings: Record<string, string> = {}): Promise<SpawnedGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, sdl);
  const child = spawn(process.execPath, [MAIN], {
    env: childEnvironment({ NODE_ENV: 'test', SUPERGRAPH_FILE: file, PORT: '0', ...settings }),
    // The channel tells it when the test is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  let written = '';
  const ready = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      written += chunk.toString('utf8');
      const url = /^ready (\S+)$/m.exec(written)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
  const url = await Promise.race([
    ready,
    ended.then(([code]) => {
      throw new Error(`expected the gateway to be ready, but it ended with code ${String(code)}:\n${written}`);
    }),
  ]);
  return {
    url: new URL('/graphql', url).href,
    async close() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
