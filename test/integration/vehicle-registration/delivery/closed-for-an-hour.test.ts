import { expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { withdrawProcedure } from '../../../../subgraphs/vehicle-registration/storage/procedures/withdraw-procedure.ts';
import { listOf, restAuthority, soapAuthority, startOutsideWorld } from '../clients/outside-world.ts';
import { requestDelivery } from '../../../../subgraphs/vehicle-registration/delivery/delivery-jobs.ts';
import { eventually } from '../../../testkit/system.ts';
import type { Applicant } from '../../../../subgraphs/vehicle-registration/storage/procedures/procedure-rows.ts';
import { openDeliveries } from './delivery-system.ts';

const opening = new Date('2026-11-20T08:00:00Z');
const minutes = 60;

/** Whoever withdraws, at a moment; withdrawing needs no part of the service but delivery. */
function applicantAt(now: Date, deliver: Applicant['parts']['deliver']): Applicant {
  const parts = { deliver } as Applicant['parts'];
  return { citizen: { sub: 'sector-somebody', level: 'HIGH' }, parts, now };
}

test('while both back offices are closed for an hour intake goes on, and then everything arrives once and in order', async () => {
  await using world = await startOutsideWorld();
  await using deliveries = await openDeliveries();
  let now = opening;
  await using _adapters = await deliveries.work(world.config, () => now);
  const offices = [world.rest, world.soap];
  for (const office of offices) office.faults.closed = true;

  const ids: string[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    now = new Date(opening.getTime() + minute * 60_000);
    const authority = minute % 2 === 0 ? restAuthority : soapAuthority;
    const isClerks = minute % 3 === 0;
    const route = isClerks ? { kind: 'RE_REGISTRATION' as const, route: 'CLERK' as const } : {};
    ids.push(await deliveries.submit({ authority, at: now, ...route }));
  }
  // Long enough for every one of them to be tried, and to be tried again.
  await setTimeout(3_000);
  const states = await Promise.all(ids.map((id) => deliveries.stateOf(id)));
  expect(new Set(states)).toEqual(new Set(['SUBMITTED']));
  expect(await deliveries.parked()).toEqual([]);

  now = new Date(opening.getTime() + 61 * 60_000);
  for (const office of offices) office.faults.closed = false;
  await deliveries.allTold(ids);

  // What waits for a clerk is withdrawn by half of them: each back office hears of the application first and of its end after.
  const waiting = ids.filter((_, place) => place % 3 === 0);
  await eventually('the clerks', async () => {
    const reached = await Promise.all(waiting.map((id) => deliveries.stateOf(id)));
    return reached.every((state) => state === 'WITH_CLERK');
  });
  const withdrawn = waiting.filter((_, place) => place % 2 === 0);
  const applicant = applicantAt(now, (work, id) => requestDelivery(deliveries.jobs, id, work));
  await Promise.all(withdrawn.map((id) => withdrawProcedure(deliveries.db, applicant, id)));
  await deliveries.allTold(ids);

  const files = [...(await listOf(world.rest.url, '/vorgaenge')), ...(await listOf(world.soap.url, '/vorgaenge'))];
  expect(files.map(({ id }) => String(id)).toSorted()).toEqual(ids.toSorted());
  for (const [place, id] of ids.entries()) {
    const file = files.find((each) => each['id'] === id);
    const ending = JSON.stringify(file?.['abschluss'] ?? null);
    if (place % 3 !== 0) expect(ending).toMatch(/stattgegeben/i);
    else if (withdrawn.includes(id)) expect(ending).toMatch(/zurueckgenommen/i);
    else expect(ending).toBe('null');
  }
  const notices = await listOf(world.register.url, '/mitteilungen');
  expect(notices).toHaveLength(ids.length - waiting.length);
}, 120_000);
