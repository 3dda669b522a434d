import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../../platform/database/embedded-postgres.ts';

/** What a test run is told when it can begin. */
export interface RunReady {
  /** Where everything of the run lies. */
  folder: string;
  postgresUrl: string;
}

const run = promisify(execFile);
const patienceMs = 20_000;

/** Processes whose command line names the run's folder: systems and servers that tests started. */
async function processesOf(folder: string): Promise<{ pid: number; line: string }[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,args='], { maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => {
    // A small system may not have it; then nobody looks.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { stdout: '' };
    throw error;
  });
  return stdout
    .split('\n')
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), line: line.trim() }));
}

/** Gives what still stops some time, and ends what does not. @returns the command lines of what had to be ended */
async function endProcessesOf(folder: string): Promise<string[]> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await setTimeout(100))
    if ((await processesOf(folder)).length === 0) return [];
  const left = await processesOf(folder);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
  return left.map(({ line }) => line);
}

// Whoever ends all processes at once ends the run too, and then there is still something to do here.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
// The run may be over before it began.
const runEnds = process.connected ? once(process, 'disconnect') : Promise.resolve();
const folder = await mkdtemp(join(tmpdir(), 'amtgraph-test-'));
try {
  // Nothing has to outlive a power cut: without the waits for the disk.
  const server = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  if (process.connected) process.send?.({ folder, postgresUrl: server.url } satisfies RunReady);
  await runEnds;
  await server.stop();
  const left = await endProcessesOf(folder);
  for (const line of left) process.stderr.write(`Left running by a test, and ended now: ${line}\n`);
  if (left.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
