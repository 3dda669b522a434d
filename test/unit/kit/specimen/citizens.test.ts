import { expect, test } from '@jest/globals';
import { specimenCitizens } from '../../../../subgraphs/kit/specimen/citizen.ts';

const day = '2026-03-01';

test('the same seed and day give the same citizens, in whatever batches they are made', () => {
  const all = specimenCitizens({ count: 60, day });
  expect(specimenCitizens({ count: 60, day })).toEqual(all);
  expect([...specimenCitizens({ count: 25, day }), ...specimenCitizens({ from: 25, count: 35, day })]).toEqual(all);
  expect(specimenCitizens({ count: 60, day, seed: 'other' })).not.toEqual(all);
});

test('no two of them share a plate, a VIN, an id, a mail address or a telephone number', () => {
  const citizens = specimenCitizens({ count: 5_000, day });
  const vehicles = citizens.flatMap((citizen) => citizen.vehicles);
  expect(vehicles.length).toBeGreaterThan(4_000);
  const plates = vehicles.map(({ plate }) => `${plate.district}-${plate.letters} ${plate.number}`);
  const lists = [
    plates,
    vehicles.map(({ vin }) => vin),
    vehicles.map(({ id }) => id),
    citizens.map(({ subject }) => subject),
    citizens.map(({ mail }) => mail),
    citizens.map(({ phone }) => phone),
  ];
  for (const list of lists) expect(new Set(list).size).toBe(list.length);
});

test('a plate has eight characters at most, and a VIN is one of a manufacturer that does not exist', () => {
  for (const { plate, vin } of specimenCitizens({ count: 500, day }).flatMap((citizen) => citizen.vehicles)) {
    expect(`${plate.district}${plate.letters}${plate.number}${plate.suffix ?? ''}`.length).toBeLessThanOrEqual(8);
    expect(vin).toMatch(/^WXX[A-HJ-NPR-Z\d]{14}$/);
  }
});

test('a life is in order: born before moving in, registered before kept, kept before taken off the road', () => {
  for (const { dateOfBirth, vehicles, mail } of specimenCitizens({ count: 500, day })) {
    expect(dateOfBirth < day).toBe(true);
    expect(mail).toMatch(/@example\.org$/);
    for (const { firstRegisteredOn, keeperSince, deregisteredOn } of vehicles) {
      expect(firstRegisteredOn <= keeperSince && keeperSince <= (deregisteredOn ?? day)).toBe(true);
    }
  }
});
