// Plain JavaScript: it runs before anything is compiled, also on a Node that is too old for the rest.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = 24;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < wanted) {
  fail(
    `Amtgraph needs Node ${wanted} or newer, this is ${process.versions.node}. Start it with npm (npm ci && npm start), which brings the right one along.`,
  );
}
if (!existsSync(join(root, 'node_modules', 'typescript')))
  fail('The dependencies are not installed. Run npm ci first.');

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** What a step's result depends on: names, sizes and times of its inputs. */
function stampOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const path = join(root, input);
    for (const file of statSync(path).isDirectory()
      ? [...filesBelow(path)].toSorted((a, b) => (a < b ? -1 : 1))
      : [path]) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** Runs a step unless its inputs are the same as last time. */
function step(title, name, inputs, result, command) {
  const stampFile = join(root, 'dist', `.${name}.stamp`);
  const stamp = stampOf(inputs);
  if (existsSync(join(root, result)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const started = Date.now();
  process.stderr.write(`${title} …`);
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(`\n${stdout}${stderr}\n${title} failed.`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
  process.stderr.write(` ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

const sources = [
  'gateway',
  'platform',
  'schema',
  'specimens',
  'subgraphs',
  'test',
  'tsconfig.json',
  'package-lock.json',
];
const playground = 'gateway/playground/app';

step('Compiling', 'compile', sources, 'dist/platform', ['node_modules/typescript/bin/tsc', '--noCheck']);
step('Bundling the playground', 'playground', [playground, 'package-lock.json'], 'dist/playground/index.html', [
  'node_modules/vite/bin/vite.js',
  'build',
  '--config',
  `${playground}/vite.config.ts`,
  '--logLevel',
  'warn',
]);
