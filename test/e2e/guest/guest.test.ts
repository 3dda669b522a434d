import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

test('a city publishes its own subgraph with stock Rover while the system runs, and a citizen pays dog tax in it', async () => {
  const child = spawn(process.execPath, [projectFile('examples', 'try-guest.mjs'), '--own'], {
    cwd: projectFile(),
    env: {
      ...process.env,
      PATH: `${projectFile('node_modules', '.bin')}:${process.env['PATH']}`,
      npm_config_update_notifier: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(output).toContain("A new subgraph called 'dog-registration' was created");
  expect(output).toMatch(/The gateway serves it, \d+ ms after Rover ended/);
  const answer = JSON.parse(/^\{\n {2}"me"[\s\S]*?^\}/m.exec(output)?.[0] ?? '{}') as {
    me: { dogs: { tax: { isPaid: boolean; payment: { status: string; authority: { name: string } } } }[] };
  };
  expect(answer.me.dogs[0]?.tax).toMatchObject({
    isPaid: true,
    payment: { status: 'SUCCESS', authority: { name: 'Stadt Chemnitz' } },
  });
  expect(code).toBe(0);
}, 400_000);
