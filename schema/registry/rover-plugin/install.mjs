// Installs what `rover supergraph compose` looks for, so that it composes without downloading anything:
//   node schema/registry/rover-plugin/install.mjs [folder]      (APOLLO_HOME, or your home folder, unless told)
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const home = process.argv[2] ?? process.env['APOLLO_HOME'] ?? homedir();
const [, version] = /^federation_version: *=(\S+)$/m.exec(readFileSync(join(root, 'rover.yaml'), 'utf8')) ?? [];
if (!version) throw new Error('rover.yaml names no exact federation_version (=2.x.y).');

const { status } = spawnSync(process.execPath, [join(root, 'platform/launch/build.mjs')], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const folder = join(home, '.rover', 'bin');
const plugin = join(folder, `supergraph-v${version}`);
mkdirSync(folder, { recursive: true });
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const program = join(root, 'dist/schema/registry/rover-plugin/supergraph-plugin.js');
writeFileSync(plugin, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`);
chmodSync(plugin, 0o755);
process.stdout.write(`${plugin}\n`);
