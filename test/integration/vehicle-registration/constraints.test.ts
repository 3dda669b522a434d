import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { migrate } from '../../../platform/database/migrate.ts';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import type { VehicleRegistrationDatabase } from '../../../subgraphs/vehicle-registration/storage/database.ts';
import { migrations } from '../../../subgraphs/vehicle-registration/storage/migrations/index.ts';
import { writePlateDistricts } from '../../../subgraphs/vehicle-registration/storage/plate-districts.ts';
import { writeSpecimenVehicles } from '../../../subgraphs/vehicle-registration/storage/specimen-vehicles.ts';
import { testDatabase } from '../../testkit/postgres.ts';
import { openVehicleDatabase, vehicleRow } from './vehicle-rows.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Kysely<VehicleRegistrationDatabase>;

beforeAll(async () => {
  database = await testDatabase('vehicle-registration');
  db = openVehicleDatabase(database.url);
  await migrate(db, 'vehicle_registration', migrations);
  await writePlateDistricts(db);
  await writePlateDistricts(db, ['TÖL', 'B']);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const insert = (row: ReturnType<typeof vehicleRow>) => db.insertInto('vehicle').values(row).execute();

describe('the database keeps the rules of plates and VINs by itself', () => {
  test.each([
    ['an unknown district code', { plate_district: 'XX' }, /vehicle_plate_district_fkey/],
    ['a letter with an umlaut', { plate_letters: 'Ä' }, /plate_letters_check/],
    ['three letters', { plate_letters: 'ABC' }, /plate_letters_check/],
    ['small letters', { plate_letters: 'ab' }, /plate_letters_check/],
    ['the number 0', { plate_number: 0 }, /plate_number_check/],
    ['five digits', { plate_number: 10_000 }, /plate_number_check/],
    ['nine characters', { plate_district: 'ROW', plate_number: 1_234 }, /plate_fits/],
    [
      'eight characters before a suffix',
      { plate_district: 'DD', plate_number: 1_234, plate_suffix: 'E' },
      /plate_fits/,
    ],
    ['half a season', { season_from: 4 }, /season_is_whole/],
    ['a season of one month', { season_from: 4, season_to: 4 }, /season_is_whole/],
    ['a season of twelve months', { season_from: 4, season_to: 3 }, /season_is_whole/],
    ['a VIN with an O', { vin: 'WXXZZZ00Z00O00001' }, /vin_check/],
    ['a VIN of 16 characters', { vin: 'WXXZZZ00Z0000001' }, /vin_check/],
    ['an HSN of three digits', { hsn: '035' }, /hsn_check/],
    ['a keeper before the first registration', { keeper_since: '2017-01-01' }, /days_in_order/],
    ['an authority that is no AGS', { authority: 'L' }, /authority_check/],
  ] as const)('%s is refused', async (_, changed, constraint) => {
    await expect(insert(vehicleRow(1, changed))).rejects.toThrow(constraint);
  });

  test('a season with a suffix, an umlaut in the district code and the longest plates are accepted', async () => {
    await insert(vehicleRow(2, { plate_suffix: 'H', season_from: 11, season_to: 2 }));
    await insert(vehicleRow(3, { plate_district: 'TÖL', plate_number: 123 }));
    await insert(vehicleRow(4, { plate_district: 'DD', plate_number: 1_234 }));
    const plates = await db.selectFrom('vehicle').select('plate').orderBy('vin').execute();
    expect(plates.map(({ plate }) => plate)).toEqual(['L AB 2H', 'TÖL AB 123', 'DD AB 1234']);
  });

  test('a plate is on one registered vehicle at a time, a VIN on one vehicle', async () => {
    await insert(vehicleRow(10));
    const samePlate = vehicleRow(11, { plate_number: 10 });
    await expect(insert(samePlate)).rejects.toThrow(/plate_of_registered_vehicle/);
    await insert({ ...samePlate, deregistered_on: '2021-01-01' });
    await expect(insert(vehicleRow(12, { vin: vehicleRow(10).vin }))).rejects.toThrow(/vehicle_vin_key/);
    const back = db.updateTable('vehicle').set({ deregistered_on: null }).where('id', '=', samePlate.id);
    await expect(back.execute()).rejects.toThrow(/plate_of_registered_vehicle/);
  });
});

test('a thousand specimen citizens have vehicles that keep every rule, and writing them twice changes nothing', async () => {
  const citizens = specimenCitizens({ count: 1_000, day: today() }).map((citizen) => ({
    ...citizen,
    sub: citizen.key,
  }));
  await writeSpecimenVehicles(db, citizens);
  await writeSpecimenVehicles(db, citizens);
  const { count } = await db
    .selectFrom('vehicle')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('keeper', '<>', 'sector-somebody')
    .executeTakeFirstOrThrow();
  expect(count).toBe(citizens.flatMap(({ vehicles }) => vehicles).length);
});
