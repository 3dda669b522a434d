import { expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { createShutdown } from '../../../platform/shutdown.ts';

function recorded() {
  const steps: string[] = [];
  const errors: unknown[] = [];
  const shutdown = createShutdown((error) => errors.push(error));
  const add = (name: string, ms = 0) =>
    shutdown.onClose(async () => {
      steps.push(`${name} begins`);
      await setTimeout(ms);
      steps.push(`${name} ends`);
    });
  return { steps, errors, shutdown, add };
}

test('what was opened last is closed first, and each ends before the next begins', async () => {
  const { steps, shutdown, add } = recorded();
  add('database');
  add('server', 20);
  await shutdown.close();
  expect(steps).toEqual(['server begins', 'server ends', 'database begins', 'database ends']);
});

test('however often it is asked, everything is closed once', async () => {
  const { steps, shutdown, add } = recorded();
  add('server', 10);
  await Promise.all([shutdown.close(), shutdown.close()]);
  await shutdown.close();
  expect(steps).toHaveLength(2);
});

test('one that cannot be closed is reported, and the others are closed all the same', async () => {
  const { steps, errors, shutdown, add } = recorded();
  add('database');
  const failure = new Error('stuck');
  shutdown.onClose(() => Promise.reject(failure));
  shutdown.onClose(() => {
    throw failure;
  });
  await shutdown.close();
  expect(errors).toEqual([failure, failure]);
  expect(steps).toContain('database ends');
});

test('it says that it is closing as soon as it is asked', () => {
  const { shutdown, add } = recorded();
  add('server', 10);
  expect(shutdown.isClosing).toBe(false);
  void shutdown.close();
  expect(shutdown.isClosing).toBe(true);
});
