import { expect, test } from '@jest/globals';
import { turnBackObstacle } from '../../../../../subgraphs/vehicle-registration/domain/procedures/turn-back.ts';

const nothing = { isChangedSince: false, isOccupied: false, isPlateTaken: false };

test('a vehicle about which nothing has happened since is turned back', () => {
  expect(turnBackObstacle(nothing)).toBeNull();
});

test.each([
  [{ isChangedSince: true }, 'VEHICLE_CHANGED_SINCE'],
  [{ isOccupied: true }, 'PROCEDURE_UNDER_WAY'],
  [{ isPlateTaken: true }, 'PLATE_TAKEN_SINCE'],
  [{ isChangedSince: true, isOccupied: true, isPlateTaken: true }, 'VEHICLE_CHANGED_SINCE'],
])('%j keeps a program from it: %s', (since, obstacle) => {
  expect(turnBackObstacle({ ...nothing, ...since })).toBe(obstacle);
});
