import { createServer } from 'node:net';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { launch, startSystem } from '../../testkit/system.ts';

async function complaintOf(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: unknown; text: string }> {
  const { child, complaint } = launch(args, environment);
  const [code] = await once(child, 'close');
  return { code, text: complaint().trim() };
}

const scratch = async () => join(await mkdtemp(join(tmpdir(), 'amtgraph-start-')), 'data');

describe('npm start', () => {
  test('keeps the data from one start to the next, and Ctrl-C leaves nothing behind', async () => {
    const first = await startSystem();
    const token = await first.token('erika');
    await first.ask(
      token,
      'mutation { updateContact(input: { mail: "erika.neu@example.org" }) { problems { code } } }',
    );
    const pid = await first.pidOf('gateway/main.js');
    expect(await first.stop()).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow();
    const left = spawnSync('ps', ['-eo', 'args='], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line.includes(first.data));
    expect(left).toEqual([]);

    const second = await startSystem({ data: first.data });
    expect(second.output()).not.toContain('specimens ');
    const { data } = await second.ask(await second.token('erika'), '{ me { contact { mail } } }');
    expect(JSON.stringify(data)).toContain('erika.neu@example.org');
    await second.remove();
  }, 240_000);

  test('says in one line which port is taken and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const { code, text } = await complaintOf(['--port', String(port), '--data', await scratch()]);
    server.close();
    expect({ code, lines: text.split('\n').length }).toEqual({ code: 1, lines: 1 });
    expect(text).toMatch(new RegExp(`uses port ${port} \\(gateway\\).*--port`));
  });

  test.each([
    ['postgres://nobody:wrong@127.0.0.1:1/none', /DATABASE_URL cannot be used/],
    ['mysql://localhost/x', /DATABASE_URL cannot be used/],
  ])('says in one line that DATABASE_URL %s does not work', async (url, message) => {
    const { code, text } = await complaintOf(['--port', '0', '--data', await scratch()], { DATABASE_URL: url });
    expect({ code, lines: text.split('\n').length }).toEqual({ code: 1, lines: 1 });
    expect(text).toMatch(message);
    expect(text).not.toContain('wrong@');
  });

  test('says in one line that a Node is too old', async () => {
    const script = await readFile(projectFile('platform', 'launch', 'build.mjs'), 'utf8');
    // The script as it is, on this Node, told that a newer one is wanted.
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script.replace('const wanted = 24', 'const wanted = 999')],
      {
        encoding: 'utf8',
        cwd: projectFile('platform', 'launch'),
      },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/needs Node 999 or newer, this is \d+\.\d+\.\d+\. Start it with npm/);
  });
});
