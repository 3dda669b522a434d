import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

const examples = readdirSync(projectFile('examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** `npm test` of an example, without npm. */
async function runTests(name: string): Promise<{ code: number | null; output: string }> {
  const folder = projectFile('examples', name);
  const files = readdirSync(projectFile('examples', name, 'test')).map((file) => `test/${file}`);
  const child = spawn(process.execPath, ['--no-warnings', '--test', '--test-reporter=tap', ...files], { cwd: folder });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test.each(examples.map(({ name }) => name))('the example %s passes its own tests', async (name) => {
  const { code, output } = await runTests(name);
  expect(output).not.toMatch(/^not ok/m);
  expect(Number(/^# pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(3);
  expect(code).toBe(0);
});
