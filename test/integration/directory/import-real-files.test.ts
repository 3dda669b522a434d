import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { projectFile } from '../../../platform/project-root.ts';
import { districts, states } from '../../../subgraphs/directory/import/districts.ts';
import type { Catalogue } from '../../../subgraphs/directory/import/catalogue.ts';
import { importFile } from '../../../subgraphs/directory/import/import-file.ts';
import { municipalities } from '../../../subgraphs/directory/import/municipalities.ts';
import { plateCodes } from '../../../subgraphs/directory/import/plate-codes.ts';
import { services } from '../../../subgraphs/directory/import/services.ts';
import { findCompetence } from '../../../subgraphs/directory/storage/find-competence.ts';
import { directory } from '../../../subgraphs/directory/subgraph.ts';
import { authorityId, serviceId } from '../../../subgraphs/kit/data/stable-id.ts';
import { importDatabase, type ImportDatabase } from './import-database.ts';

const files: [Catalogue, file: string, expected: object][] = [
  [municipalities, 'gemeinden_2011.csv', { read: 11_270, skipped: 0, repeated: 0 }],
  [states, 'laender.ndjson', { read: 16, skipped: 0, repeated: 0 }],
  [districts, 'kreise.ndjson', { read: 401, skipped: 0, repeated: 0 }],
  [services, 'ozg_services_leika.csv', { read: 5_251, skipped: 0, repeated: 1 }],
  [plateCodes, 'de-unterscheidungszeichen.libplate.json', { read: 769, skipped: 0, repeated: 0 }],
];
const pathOf = (file: string) => projectFile('..', 'shared', 'data', file);
const absent = files.map(([, file]) => pathOf(file)).filter((path) => !existsSync(path));

if (absent.length > 0) {
  process.stderr.write(`The imports of whole catalogues are not tested: no file at ${absent.join(', ')}.\n`);
  test.skip('the whole public catalogues can be imported (their files are absent)', () => undefined);
} else describe('the whole public catalogues', wholeCatalogues);

function wholeCatalogues() {
  let database: ImportDatabase;
  beforeAll(async () => {
    database = await importDatabase();
  });
  afterAll(() => database.close());

  const titlesFor = async (query: string) =>
    (await database.store().services.list(query, {}, { first: 10 })).rows.map(({ title }) => title);

  const slowly = 300_000;

  test.each(files.map(([catalogue, file, expected]) => ({ catalogue, file, expected })))(
    '$file: every record is accounted for, and a second import changes nothing',
    async ({ catalogue, file, expected }) => {
      const first = await importFile(database.db, catalogue, pathOf(file));
      expect(first).toMatchObject(expected);
      expect(first.inserted + first.updated + first.unchanged + first.repeated + first.skipped).toBe(first.read);
      const second = await importFile(database.db, catalogue, pathOf(file));
      expect(second).toMatchObject({ ...expected, inserted: 0, updated: 0, added: 0 });
      expect(second.unchanged).toBe(first.read - first.repeated);
    },
    slowly,
  );

  test(
    'imported in another order they leave the same rows',
    async () => {
      const other = await importDatabase();
      for (const [catalogue, file] of files.toReversed()) await importFile(other.db, catalogue, pathOf(file));
      const digest = sql<{ digest: string }>`
      SELECT md5(string_agg(concat_ws('|', id, ags, level, name, office, street, postal_code, phone, source), ' ' ORDER BY id)) AS digest FROM authority`;
      const [one, two] = [await digest.execute(database.db), await digest.execute(other.db)];
      expect(two.rows).toEqual(one.rows);
      await other.close();
    },
    slowly,
  );

  test('the excerpt written once more leaves everything as it is', async () => {
    const state = sql`SELECT (SELECT sum(xmin::text::bigint) FROM authority) AS a, (SELECT sum(xmin::text::bigint) FROM service) AS s, (SELECT sum(xmin::text::bigint) FROM competence) AS c`;
    const before = await state.execute(database.db);
    await directory.prepare?.(database.db);
    expect((await state.execute(database.db)).rows).toEqual(before.rows);
  });

  test('curated titles and contacts stay, addresses come from the file', async () => {
    const { authorities, services: found } = database.store();
    const leipzig = await authorities.byAgs.load('14713');
    expect(leipzig).toMatchObject({ ags: '14713000', name: 'Stadt Leipzig', street: 'Martin-Luther-Ring 4-6' });
    expect(leipzig?.website).toBe('https://www.leipzig.de');
    const service = await found.byId.load(serviceId('99036008070003'));
    expect(service?.title).toBe('Fahrzeug online abmelden');
    expect(service?.catalogue_name).toContain('Onlineverfahren');
  });

  test('every municipality has a state and the federation above it, and a district unless it is one', async () => {
    const { authorities } = database.store();
    const page = await authorities.list(null, { level: 'MUNICIPAL' }, { first: 100 });
    for (const row of page.rows) {
      const levels = (await authorities.parents(row)).map(({ level }) => level);
      expect(levels).toEqual(row.district_of_city ? ['STATE', 'FEDERAL'] : ['DISTRICT', 'STATE', 'FEDERAL']);
    }
    const orphans = await sql<{ count: number }>`
      SELECT count(*) AS count FROM authority a WHERE level = 'MUNICIPAL' AND district_of_city IS NULL
        AND NOT EXISTS (SELECT FROM authority d WHERE d.ags = left(a.ags, 5))`.execute(database.db);
    expect(orphans.rows).toEqual([{ count: 0 }]);
  });

  test.each([
    ['hundesteur', 'Hundesteuer'],
    ['Führerschein', 'Führerschein beantragen'],
    ['fuehrerschein', 'Führerschein beantragen'],
    ['fuhrerschein', 'Führerschein beantragen'],
    ['Auto abmelden', 'Fahrzeug online abmelden'],
    ['Gewerbeanmeldung', 'Gewerbe anmelden'],
    ['wohnsitz anmelden', 'Hauptwohnsitz anmelden'],
    ['Reisepaß', 'Reisepass beantragen'],
    ['Baugenehmigung', 'Baugenehmigung'],
  ])('%s finds %s among all services, near the top', async (query, title) => {
    expect((await titlesFor(query)).slice(0, 3)).toContain(title);
  });

  test.each([
    ['Leipzig', 'Stadt Leipzig'],
    ['leipzik', 'Stadt Leipzig'],
    ['04109', 'Stadt Leipzig'],
    ['rotenburg wuemme', 'Landkreis Rotenburg (Wümme)'],
    ['Frankfurt Oder', 'Stadt Frankfurt (Oder)'],
    ['Duesseldorf', 'Stadt Düsseldorf'],
    ['Kraftfahrt Bundesamt', 'Kraftfahrt-Bundesamt'],
  ])('%s finds %s among all authorities, near the top', async (query, name) => {
    const { rows } = await database.store().authorities.list(query, {}, { first: 3 });
    expect(rows.map((row) => row.name)).toContain(name);
  });

  test('search results page by keyset without gaps or repetitions', async () => {
    const { services: found } = database.store();
    const all: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof found.list>> = await found.list('genehmigung', {}, { first: 37, after });
      all.push(...page.rows.map(({ id }) => id));
      after = page.hasNextPage ? (page.rows.at(-1)?.cursor ?? null) : null;
    } while (after);
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all).size).toBe(all.length);
    const first = await found.list('genehmigung', {}, { first: 100 });
    expect(all.slice(0, 100)).toEqual(first.rows.map(({ id }) => id));
  });

  const competent = async (key: string, ags: string) =>
    (await findCompetence(database.store(), serviceId(key), ags))?.authority.id;

  test('a vehicle is the district’s or the city’s that is one; a dog is the municipality’s', async () => {
    expect(await competent('99036008070003', '01051001')).toBe(authorityId('01051'));
    expect(await competent('99036008070003', '11000000')).toBe(authorityId('11000000'));
    expect(await competent('99102013000000', '01051001')).toBe(authorityId('01051001'));
  });
}
