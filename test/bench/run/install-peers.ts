import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { projectFile } from '../../../platform/project-root.ts';

/** Where the other gateways live once they are installed. */
export const peersFolder = projectFile('.data', 'bench-peers');
const source = projectFile('test', 'bench', 'peers');
let installing: Promise<string | undefined> | undefined;
const mark = `${peersFolder}/.installed`;

/**
 * Installs the other gateways from their own lockfile, once. They are large and nothing else needs them, so they stay
 * outside the project's own packages. Gives the reason when it does not work.
 */
export function installPeers(): Promise<string | undefined> {
  installing ??= install();
  return installing;
}

async function install(): Promise<string | undefined> {
  const lockfile = await readFile(`${source}/package-lock.json`, 'utf8');
  const isInstalled = existsSync(mark) && (await readFile(mark, 'utf8')) === lockfile;
  await mkdir(peersFolder, { recursive: true });
  await cp(source, peersFolder, { recursive: true });
  if (isInstalled) return undefined;
  await rm(mark, { force: true });
  const problem = await npmInstall();
  if (problem === undefined) await writeFile(mark, lockfile);
  return problem;
}

async function npmInstall(): Promise<string | undefined> {
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1_000);
  const say = (end = ''): boolean =>
    process.stdout.write(`\rInstalling other gateways to compare with (once, about 500 MB) … ${seconds()} s${end}`);
  const timer = setInterval(say, 1_000);
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code: unknown = await Promise.race([
    once(npm, 'exit').then(([exitCode]: unknown[]) => exitCode),
    once(npm, 'error').then(String),
  ]);
  clearInterval(timer);
  say('\n');
  return code === 0
    ? undefined
    : (said.split('\n').find((line) => line.trim() !== '') ?? `npm ci ended with ${String(code)}`);
}
