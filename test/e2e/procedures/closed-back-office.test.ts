import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { specimenCodes } from '../../../subgraphs/kit/specimen/codes.ts';
import { journalOf } from '../../testkit/procedures/outside.ts';
import { eventually } from '../../testkit/system.ts';
import { specimen, startProceduresSystem, type ProceduresSystem } from './procedures-system.ts';

let office: ProceduresSystem;
beforeAll(async () => {
  office = await startProceduresSystem();
}, 240_000);
afterAll(() => office?.system.remove(), 60_000);

/** Closes or opens a specimen system. */
async function setClosed(name: string, closed: boolean): Promise<void> {
  const port = new RegExp(`${name} (\\d+)`).exec(office.system.output())?.[1];
  const { ok } = await fetch(`http://127.0.0.1:${port}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ closed }),
  });
  expect(ok).toBe(true);
}

/** A de-registration that is paid; with the back office closed it gets as far as SUBMITTED. */
async function deregister(key: string, to: 'SUBMITTED' | 'DECIDED'): Promise<string> {
  const { vehicle } = specimen(key);
  const { sealCodeFront, sealCodeRear, certificateOneCode } = specimenCodes(vehicle.vin);
  const citizen = await office.citizen(key);
  const given = { sealCodeFront, sealCodeRear, certificateOneCode };
  return citizen.bring('DE_REGISTRATION', vehicle.id, given, to);
}

const openedFor = async (specimenName: string, id: string) =>
  (await journalOf<{ ereignis: string; id: string }>(office.system.data, specimenName)).filter(
    (entry) => entry.id === id && entry.ereignis === 'angelegt',
  );

test('while the back office is closed a paid procedure is received and waits; when it opens, it is decided', async () => {
  await setClosed('back-office-rest', true);
  const id = await deregister('erika', 'SUBMITTED');
  await setTimeout(2_000);
  const erika = await office.citizen('erika');
  expect(await erika.see(id)).toMatchObject({ state: 'SUBMITTED', decision: null, vehicle: { status: 'REGISTERED' } });
  await setClosed('back-office-rest', false);
  await erika.reaches(id, 'DECIDED');
  expect(await openedFor('back-office-rest', id)).toHaveLength(1);
}, 180_000);

test('a back office that is killed comes back by itself, knows its files, and gets what waited', async () => {
  const before = await deregister('leon', 'DECIDED');
  await setClosed('back-office-soap', true);
  const id = await deregister('lieschen', 'SUBMITTED');
  process.kill(await office.system.pidOf('specimens/back-office-soap/main.js'), 'SIGKILL');
  await eventually('the back office', () => office.system.output().includes('back-office-soap is back'));
  await (await office.citizen('lieschen')).reaches(id, 'DECIDED');
  expect(await openedFor('back-office-soap', id)).toHaveLength(1);
  expect(await openedFor('back-office-soap', before)).toHaveLength(1);
}, 180_000);
