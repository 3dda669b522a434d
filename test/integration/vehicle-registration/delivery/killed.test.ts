import { expect, test } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { projectFile } from '../../../../platform/project-root.ts';
import type { OutsideConfig } from '../../../../subgraphs/vehicle-registration/clients/outside-config.ts';
import { listOf, restAuthority, soapAuthority, startOutsideWorld } from '../clients/outside-world.ts';
import { openDeliveries } from './delivery-system.ts';

async function startWorker(url: string, config: OutsideConfig): Promise<ChildProcess> {
  const entry = projectFile('test', 'integration', 'vehicle-registration', 'delivery', 'delivery-process.ts');
  const worker = fork(entry, [JSON.stringify({ url, config })], { execArgv: ['--no-warnings'] });
  await once(worker, 'message');
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}

test('a process that is killed while it delivers loses nothing and does nothing twice', async () => {
  await using world = await startOutsideWorld();
  await using deliveries = await openDeliveries();
  // Slow enough to be killed in the middle of a request.
  for (const each of [world.rest, world.soap, world.register]) each.faults.slowMs = 40;
  const ids: string[] = [];
  for (let count = 0; count < 40; count += 1)
    ids.push(await deliveries.submit({ authority: count % 2 === 0 ? restAuthority : soapAuthority }));

  for (const pause of [60, 110, 170]) {
    const worker = await startWorker(deliveries.url, world.config);
    await setTimeout(pause);
    await kill(worker);
  }
  const last = await startWorker(deliveries.url, world.config);
  try {
    await deliveries.allTold(ids, 100_000);
  } finally {
    await kill(last);
  }

  const files = [...(await listOf(world.rest.url, '/vorgaenge')), ...(await listOf(world.soap.url, '/vorgaenge'))];
  expect(files.map(({ id }) => String(id)).toSorted()).toEqual(ids.toSorted());
  const notices = await listOf(world.register.url, '/mitteilungen');
  expect(notices.map(({ vorgang }) => String(vorgang)).toSorted()).toEqual(ids.toSorted());
  const decisions = await deliveries.db.selectFrom('procedure_decision').select('procedure_id').execute();
  expect(decisions).toHaveLength(ids.length);
  expect(await deliveries.parked()).toEqual([]);
}, 180_000);
