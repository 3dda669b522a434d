import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRestBackOffice } from '../../../specimens/back-office-rest/back-office-rest.ts';
import { startSoapBackOffice } from '../../../specimens/back-office-soap/back-office-soap.ts';
import { startCustoms } from '../../../specimens/customs/customs.ts';
import { startFederalRegister } from '../../../specimens/federal-register/federal-register.ts';
import { startInsurers } from '../../../specimens/insurers/insurers.ts';
import type { RunningSpecimen } from '../../../specimens/kit/specimen-server.ts';

const apiKey = 'the-key-of-this-test';
const specimens = {
  'federal-register': startFederalRegister,
  insurers: startInsurers,
  customs: startCustoms,
  'back-office-rest': startRestBackOffice,
  'back-office-soap': startSoapBackOffice,
};

let folder: string;
let running: RunningSpecimen[] = [];
const dataFile = () => join(folder, 'data', 'journal.jsonl');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimens-'));
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.close()));
  running = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(name: keyof typeof specimens): Promise<RunningSpecimen> {
  const specimen = await specimens[name]({ port: 0, apiKey, dataFile: dataFile() });
  running.push(specimen);
  return specimen;
}

function send(url: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(url, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const application = {
  vorgangsart: 'DE_REGISTRATION',
  behoerde: '14713000',
  eingegangenAm: '2026-11-20T10:00:00Z',
  fahrzeug: { fin: 'WXXZZZ00Z00000001' },
  angaben: {},
};

describe.each(Object.keys(specimens) as (keyof typeof specimens)[])('%s', (name) => {
  test('tells that it lives, and answers nobody without the key', async () => {
    const { url } = await start(name);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/vorgaenge`)).status).toBe(401);
    expect((await send(`${url}/vorgaenge`, 'GET', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await send(`${url}/nothing`, 'GET')).status).toBe(404);
  });

  test('lets faults be switched on and off, and says which there are', async () => {
    const { url } = await start(name);
    expect((await send(`${url}/faults`, 'POST', { closed: true })).status).toBe(200);
    expect((await send(`${url}/nothing`, 'GET')).status).toBe(503);
    expect(await (await fetch(`${url}/faults`)).json()).toMatchObject({ closed: true, slowMs: 0 });
    await send(`${url}/faults`, 'POST', { closed: false });
    expect((await send(`${url}/nothing`, 'GET')).status).toBe(404);
    const unknown = await send(`${url}/faults`, 'POST', { cloesd: true });
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('there are closed, slowMs')]);
    expect((await send(`${url}/faults`, 'POST', { errorRate: 2 })).status).toBe(400);
  });

  test('lets no page of a browser switch faults', async () => {
    const { url } = await start(name);
    const simple = await send(`${url}/faults`, 'POST', { closed: true }, { 'content-type': 'text/plain' });
    expect(simple.status).toBe(415);
    const asked = await fetch(`${url}/faults`, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('refuses what is too long', async () => {
    const { url } = await start(name);
    expect((await send(`${url}/nothing`, 'POST', 'x'.repeat(300_000))).status).toBe(413);
  });
});

describe('what was told', () => {
  test('is known after a restart, also when the last line was cut short', async () => {
    const first = await start('back-office-rest');
    const taken = await send(`${first.url}/vorgaenge/one`, 'PUT', application);
    expect(await taken.json()).toEqual({ aktenzeichen: 'KFZ-000001' });
    await send(`${first.url}/vorgaenge/one/abschluss`, 'PUT', { entscheidung: 'stattgegeben', entschiedenAm: 'today' });
    await first.close();
    await appendFile(dataFile(), '{"ereignis":"angelegt","id":"tw');
    const second = await start('back-office-rest');
    await send(`${second.url}/vorgaenge/two`, 'PUT', application);
    await second.close();
    const third = await start('back-office-rest');
    const { vorgaenge } = (await (await send(`${third.url}/vorgaenge`, 'GET')).json()) as { vorgaenge: unknown[] };
    expect(vorgaenge).toMatchObject([
      { id: 'one', aktenzeichen: 'KFZ-000001', abschluss: { entscheidung: 'stattgegeben' } },
      { id: 'two', aktenzeichen: 'KFZ-000002', abschluss: null },
    ]);
  });

  test('is known where the answer was cut off', async () => {
    const office = await start('back-office-rest');
    office.faults.dropAfterWrite = 1;
    await expect(send(`${office.url}/vorgaenge/one`, 'PUT', application)).rejects.toThrow();
    expect((await send(`${office.url}/vorgaenge/one`, 'PUT', application)).status).toBe(200);
  });

  test('is refused where it is incomplete, and nothing is kept', async () => {
    const office = await start('back-office-rest');
    const { status } = await send(`${office.url}/vorgaenge/one`, 'PUT', { ...application, behoerde: 'Leipzig' });
    expect(status).toBe(422);
    expect((await send(`${office.url}/vorgaenge/one`, 'GET')).status).toBe(404);
  });
});
