import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { migrate } from '../../../platform/database/migrate.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { formatPlate } from '../../../subgraphs/vehicle-registration/domain/plate.ts';
import { parsePlate } from '../../../subgraphs/vehicle-registration/domain/parse-plate.ts';
import type { VehicleRegistrationDatabase } from '../../../subgraphs/vehicle-registration/storage/database.ts';
import { migrations } from '../../../subgraphs/vehicle-registration/storage/migrations/index.ts';
import { writePlateDistricts } from '../../../subgraphs/vehicle-registration/storage/plate-districts.ts';
import { readPlateDistricts } from '../../../subgraphs/vehicle-registration/storage/read-plate-districts.ts';
import { defaultParts } from '../../../subgraphs/vehicle-registration/storage/default-parts.ts';
import { openVehicleStore } from '../../../subgraphs/vehicle-registration/storage/store.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { openVehicleDatabase } from './vehicle-rows.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Kysely<VehicleRegistrationDatabase>;
let folder: string;

beforeAll(async () => {
  [database, folder] = await Promise.all([testDatabase('vehicle-registration'), mkdtemp(join(tmpdir(), 'districts-'))]);
  db = openVehicleDatabase(database.url);
  await migrate(db, 'vehicle_registration', migrations);
  await writePlateDistricts(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function fileWith(content: string): Promise<string> {
  const path = join(folder, 'codes.json');
  await writeFile(path, content);
  return path;
}

test('an imported list joins the codes that are shipped, any number of times', async () => {
  const path = await fileWith(JSON.stringify({ id: 'codes', values: ['B', 'BA', 'L', 'TO\u0308L', 'B'] }));
  for (const _ of [1, 2]) await writePlateDistricts(db, await readPlateDistricts(path));
  const codes = await openVehicleStore(db, { scopes: new Set() }, defaultParts()).districtCodes();
  expect([...codes]).toEqual(expect.arrayContaining(['B', 'BA', 'TÖL', 'L', 'ROW']));
  expect(parsePlate('BAB123', codes).outcome).toBe('AMBIGUOUS');
});

test.each(['', '[]', '{"values": []}', '{"values": ["B", "abc"]}', '{"values": ["B", 7]}', '{"codes": ["B"]}'])(
  'what is no list of codes is refused as a whole: %s',
  async (content) => {
    await expect(readPlateDistricts(await fileWith(content))).rejects.toThrow(
      /expected \{"values": \[\.\.\.\]\} with codes of one to three capital letters/,
    );
  },
);

const published = projectFile('..', 'shared', 'data', 'de-unterscheidungszeichen.libplate.json');
const isThere = existsSync(published);
if (!isThere) process.stderr.write(`The published list of district codes is not tested: no file at ${published}.\n`);

(isThere ? test : test.skip)('all 769 codes of the published list are read, and each makes a plate', async () => {
  const codes = new Set(await readPlateDistricts(published));
  expect(codes.size).toBe(769);
  for (const code of codes) {
    const result = parsePlate(`${code}-XY 12`, codes);
    expect(result.outcome === 'PLATE' && formatPlate(result.plate)).toBe(`${code} XY 12`);
  }
});
