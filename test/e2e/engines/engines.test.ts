import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import { startSystem } from '../../testkit/system.ts';

const account = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');

test('the compiled engine, its second planner and @apollo/gateway answer the account query alike', async () => {
  const first = await startSystem();
  const whole = await first.ask(await first.token('erika'), account);
  await first.stop();
  expect(whole.errors).toBeUndefined();
  const others: Record<string, string>[] = [{ ENGINE: 'reference' }, { PLANNER: 'apollo' }];
  for (const environment of others) {
    const other = await startSystem({ data: first.data, environment });
    expect(await other.ask(await other.token('erika'), account)).toEqual(whole);
    await other.stop();
  }
  await first.remove();
}, 300_000);
