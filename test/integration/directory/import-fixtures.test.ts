import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';
import type { Catalogue } from '../../../subgraphs/directory/import/catalogue.ts';
import { catalogues } from '../../../subgraphs/directory/import/catalogues.ts';
import { districts, states } from '../../../subgraphs/directory/import/districts.ts';
import { importFile } from '../../../subgraphs/directory/import/import-file.ts';
import { municipalities } from '../../../subgraphs/directory/import/municipalities.ts';
import { plateCodes } from '../../../subgraphs/directory/import/plate-codes.ts';
import { services } from '../../../subgraphs/directory/import/services.ts';
import { directory } from '../../../subgraphs/directory/subgraph.ts';
import { authorityId, serviceId } from '../../../subgraphs/kit/data/stable-id.ts';
import { importDatabase, type ImportDatabase } from './import-database.ts';

let database: ImportDatabase;
let folder: string;
beforeAll(async () => {
  database = await importDatabase();
  folder = await mkdtemp(join(tmpdir(), 'amtgraph-import-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const fixture = (name: string) => projectFile('test', 'integration', 'directory', 'fixtures', name);

async function importText(catalogue: Catalogue, text: string) {
  const path = join(folder, 'file');
  await writeFile(path, text);
  return importFile(database.db, catalogue, path);
}

describe('services', () => {
  test('are taken, the broken lines among them are named with what was expected and what came', async () => {
    const report = await importFile(database.db, services, fixture('services.csv'));
    // Hundesteuer is in the excerpt already, and takes over who wrote it.
    expect(report).toMatchObject({ read: 13, inserted: 7, updated: 1, unchanged: 0, repeated: 1, skipped: 4 });
    expect(report.problems).toEqual([
      { line: 10, expected: '7 values', got: '4: "99012001000000,4,zu,wenig"' },
      { line: 11, expected: '7 values', got: expect.stringContaining('quotes that do not match') },
      { line: 13, expected: 'a name of 1 to 1000 characters', got: '""' },
      { line: 16, expected: 'text in UTF-8', got: expect.stringContaining('fung') },
    ]);
    expect(report.remarks).toEqual([
      { line: 6, text: 'says the same as a line before: "Zweites ohne Schlüssel"' },
      { line: 9, text: expect.stringMatching(/14 digits.*"3233".*expected 1 to 5, got "44"/) },
    ]);
  });

  test('imported again are all unchanged', async () => {
    const report = await importFile(database.db, services, fixture('services.csv'));
    expect(report).toMatchObject({ inserted: 0, updated: 0, unchanged: 8, repeated: 1, skipped: 4 });
  });

  test('that changed in the file are updated', async () => {
    const header = 'leika_key,leika_type,name,ozg_id,ozg_service,lage,themenfeld';
    const line = '99012001001000,4,Abbruchgenehmigung neu,10513,Abbruch,Bauen & Immobilien,Bauen & Wohnen';
    expect(await importText(services, `\uFEFF${header}\r\n${line}\r\n`)).toMatchObject({ read: 1, updated: 1 });
    const row = await database.store().services.byId.load(serviceId('99012001001000'));
    expect(row).toMatchObject({ title: 'Abbruchgenehmigung neu', types: [4] });
  });

  test('with the same LeiKa key are two, the first under the id that the key gives', async () => {
    const found = await database.store().services.list(null, { leikaKey: '99088018000000' }, { first: 10 });
    expect(found.rows.map(({ title }) => title)).toEqual(['Auskunft schriftlich', 'Auskunft, mündlich']);
    expect(found.rows[1]).toMatchObject({ id: serviceId('99088018000000'), types: [1, 2, 3], field: 'Querschnitt' });
  });
});

describe('municipalities and districts', () => {
  test('come with town hall, level and parents; what they lie in is added by its name', async () => {
    const report = await importFile(database.db, municipalities, fixture('municipalities.csv'));
    expect(report).toMatchObject({ read: 5, inserted: 1, updated: 1, skipped: 3, added: 1 });
    expect(report.problems.map(({ line, expected }) => [line, expected])).toEqual([
      [4, 'an AGS of 8 digits'],
      [5, 'each AGS once'],
      [6, 'a postal code of 5 digits and a town'],
    ]);
    const { authorities } = database.store();
    const albersdorf = await authorities.byAgs.load('01051001');
    expect(albersdorf).toMatchObject({ name: 'Gemeinde Albersdorf', office: 'Mitteldithmarschen', city: 'Meldorf' });
    expect((await authorities.chain('01051001')).map(({ name }) => name)).toEqual([
      'Gemeinde Albersdorf',
      'Landkreis Dithmarschen',
      'Land Schleswig-Holstein',
      'Bundesrepublik Deutschland',
    ]);
  });

  test('a district gets its own name; a city that is one is a municipality; broken lines are named', async () => {
    const report = await importFile(database.db, districts, fixture('districts.ndjson'));
    expect(report).toMatchObject({ read: 6, inserted: 1, updated: 2, skipped: 3 });
    expect(report.problems.map(({ line, expected }) => [line, expected])).toEqual([
      [3, 'schlüssel.nummer: 5 digits'],
      [4, 'a JSON object'],
      [6, expect.stringContaining('a JSON object')],
    ]);
    const { authorities } = database.store();
    expect(await authorities.byAgs.load('01051')).toMatchObject({ name: 'Kreis Dithmarschen', city: 'Heide' });
    const flensburg = await authorities.byAgs.load('01001');
    expect(flensburg).toMatchObject({ id: authorityId('01001000'), ags: '01001000', level: 'MUNICIPAL' });
    // What the excerpt knows about a district, the file does not: it stays.
    expect(await authorities.byAgs.load('03357')).toMatchObject({
      street: 'Hopfengarten 2',
      website: 'https://www.lk-row.de',
    });
    expect(await importFile(database.db, districts, fixture('districts.ndjson'))).toMatchObject({ unchanged: 3 });
  });

  test('a state keeps its curated name', async () => {
    const line = '{"name":"Sachsen","schlüssel":{"nummer":"14"},"sitz":"Dresden"}';
    expect(await importText(states, line)).toMatchObject({ read: 1, updated: 1, skipped: 0 });
    expect((await database.store().authorities.byAgs.load('14'))?.name).toBe('Freistaat Sachsen');
  });
});

test('the excerpt, written at every start, leaves what an import brought and fills what it left open', async () => {
  const header = 'ags,name,typ,kreis,land,plz,einwohner,behoerde,strasse,plz_ort';
  const moved =
    '12053000,"Frankfurt (Oder), Stadt",Kreisfreie Stadt,,Brandenburg,,,,Neues Rathaus 7,15236 Frankfurt (Oder)';
  await importText(municipalities, `${header}\n${moved}`);
  await importText(districts, '{"name":"Osterholz","schlüssel":{"nummer":"03356"},"typ":{"name":"landkreis"}}');
  await directory.prepare?.(database.db);
  const { authorities } = database.store();
  expect(await authorities.byAgs.load('12053000')).toMatchObject({
    street: 'Neues Rathaus 7',
    postal_code: '15236',
    website: 'https://www.frankfurt-oder.de',
  });
  expect(await authorities.byAgs.load('03356')).toMatchObject({
    name: 'Landkreis Osterholz',
    street: 'Osterholzer Straße 23',
    city: 'Osterholz-Scharmbeck',
  });
});

test('plate codes are added; places that are known stay', async () => {
  const report = await importText(plateCodes, JSON.stringify({ values: ['L', 'ZZ', 'FÜS', 'zz', 'ABCD', 7, 'ZZ'] }));
  expect(report).toMatchObject({ read: 7, inserted: 2, unchanged: 1, repeated: 1, skipped: 3 });
  const { plateDistricts } = database.store();
  expect((await plateDistricts.byCode.load('L'))?.places).toEqual(['Leipzig', 'Landkreis Leipzig']);
  expect(await plateDistricts.byCode.load('FÜS')).toMatchObject({ places: [], areas: [] });
});

describe('a file that is not of the shape at all', () => {
  const garbage = ['', 'just text', '{"a":1}', '[]', 'a,b,c\n1,2,3', '\u0000\u0001', '<html></html>'];
  test.each(catalogues.flatMap((catalogue) => garbage.map((text) => ({ catalogue, name: catalogue.name, text }))))(
    '$name: $text is refused with what was expected',
    async ({ catalogue, text }) => {
      await expect(importText(catalogue, text)).rejects.toThrow(/^Expected a/);
    },
  );

  test('a path without a file is refused', async () => {
    await expect(importFile(database.db, services, '/nowhere/x.csv')).rejects.toThrow(
      'there is none at /nowhere/x.csv',
    );
    await expect(importFile(database.db, services, folder)).rejects.toThrow('is none');
  });
});

/** The command as a process of its own, from what `npm run build` wrote. */
describe('the command', () => {
  const run = promisify(execFile);
  const importing = (args: string[], environment: Record<string, string>) =>
    run(process.execPath, [projectFile('dist', 'subgraphs', 'directory', 'import-command.js'), ...args], {
      env: { PATH: '', ...environment },
    });

  test('writes its report and ends with 0, also when lines were skipped', async () => {
    const { stdout } = await importing(['services', fixture('services.csv')], { DATABASE_URL: database.url });
    expect(stdout).toMatch(/13 records read: 0 inserted, 1 updated, 7 unchanged, 1 repeated, 4 skipped\./);
    expect(stdout).toContain('line 10: expected 7 values');
  });

  test.each([
    [['services', fixture('districts.ndjson')], /Expected a CSV file/],
    [['services', '/nowhere'], /there is none/],
    [['services'], /missing required argument 'file'/],
    [['dogs', 'x'], /unknown command/],
  ])('ends with 1 and one clear message for %j', async (args, message) => {
    const failure = importing(args, { DATABASE_URL: database.url });
    await expect(failure).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
  });

  test('says what is missing in its environment', async () => {
    await expect(importing(['services', 'x'], {})).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('DATABASE_URL'),
    });
  });
});
