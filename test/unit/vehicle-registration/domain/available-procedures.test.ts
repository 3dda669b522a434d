import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  availableProcedures,
  type Circumstances,
} from '../../../../subgraphs/vehicle-registration/domain/available-procedures.ts';
import {
  procedureBlock,
  procedureBlockCodes,
} from '../../../../subgraphs/vehicle-registration/domain/procedure-block.ts';
import { vehicleProcedureKinds } from '../../../../subgraphs/vehicle-registration/domain/procedure-kind.ts';
import { procedureRules } from '../../../../subgraphs/vehicle-registration/domain/procedure-rules.ts';

const today = '2026-03-01';
const registered = { deregisteredOn: null, inspectionDueOn: '2027-01-31' };

function blocksOf(changed: { vehicle?: Partial<Circumstances['vehicle']> } & Partial<Omit<Circumstances, 'vehicle'>>) {
  const { vehicle, ...rest } = changed;
  const procedures = availableProcedures({
    level: 'HIGH',
    today,
    ...rest,
    vehicle: { ...registered, ...vehicle },
  });
  return Object.fromEntries(procedures.map(({ kind, blockedBy }) => [kind, blockedBy.map(({ code }) => code)]));
}

const off = (deregisteredOn: string) => blocksOf({ vehicle: { deregisteredOn } })['RE_REGISTRATION'];

describe('eligibility before the form', () => {
  test('a registered vehicle with a valid inspection is open for everything but re-registration', () => {
    expect(blocksOf({})).toEqual({
      RE_REGISTRATION: ['VEHICLE_REGISTERED'],
      KEEPER_CHANGE_NEW_PLATE: [],
      KEEPER_CHANGE_PLATE_KEPT: [],
      ADDRESS_CHANGE_PLATE_KEPT: [],
      ADDRESS_CHANGE_NEW_PLATE: [],
      DE_REGISTRATION: [],
    });
  });

  test('a vehicle off the road is open for re-registration alone', () => {
    const { RE_REGISTRATION: reRegistration, ...others } = blocksOf({ vehicle: { deregisteredOn: '2025-06-01' } });
    expect(reRegistration).toEqual([]);
    for (const blocks of Object.values(others)) expect(blocks).toEqual(['VEHICLE_OFF_THE_ROAD']);
  });

  test('seven years off the road are the most, to the day', () => {
    expect(off('2019-03-01')).toEqual([]);
    expect(off('2019-02-28')).toEqual(['OFF_THE_ROAD_TOO_LONG']);
  });

  test('an overdue inspection blocks all but de-registration; the last day still counts', () => {
    const overdue = blocksOf({ vehicle: { inspectionDueOn: '2026-02-28' } });
    expect(overdue['ADDRESS_CHANGE_PLATE_KEPT']).toEqual(['INSPECTION_OVERDUE']);
    expect(overdue['DE_REGISTRATION']).toEqual([]);
    expect(blocksOf({ vehicle: { inspectionDueOn: today } })['ADDRESS_CHANGE_PLATE_KEPT']).toEqual([]);
  });

  test.each(['NORMAL', 'SUBSTANTIAL'] as const)('level %s is too low for each of them in stage 3', (level) => {
    for (const blocks of Object.values(blocksOf({ level, today: '2023-08-31' })))
      expect(blocks).toContain('ASSURANCE_TOO_LOW');
  });

  test('from stage 4 on de-registration needs no level, since all codes are asked for; the others still do', () => {
    const { DE_REGISTRATION: deRegistration, ...others } = blocksOf({ level: 'NORMAL', today: '2023-09-01' });
    expect(deRegistration).toEqual([]);
    for (const blocks of Object.values(others)) expect(blocks).toContain('ASSURANCE_TOO_LOW');
  });

  test('a vehicle about which a procedure is under way is open for nothing', () => {
    for (const blocks of Object.values(blocksOf({ vehicle: { isOccupied: true } })))
      expect(blocks).toContain('PROCEDURE_RUNNING');
  });

  test('several blocks are named together', () => {
    expect(
      blocksOf({ level: 'NORMAL', vehicle: { deregisteredOn: '2010-01-01', inspectionDueOn: '2011-01-01' } })[
        'RE_REGISTRATION'
      ],
    ).toEqual(['OFF_THE_ROAD_TOO_LONG', 'INSPECTION_OVERDUE', 'ASSURANCE_TOO_LOW']);
  });

  test('the rules are those of the day: before the first nothing is offered, and a change of the law is a row of data', () => {
    for (const blocks of Object.values(blocksOf({ today: '2015-01-01' }))) expect(blocks).toEqual(['NOT_OFFERED']);
    const [stage3] = procedureRules;
    if (!stage3) throw new Error('rules expected');
    const vehicle = { ...registered, deregisteredOn: '2023-01-01' };
    const stricter = availableProcedures({ vehicle, level: 'HIGH', today }, { ...stage3, longestOffTheRoadYears: 1 });
    expect(stricter[0]?.blockedBy).toMatchObject([{ code: 'OFF_THE_ROAD_TOO_LONG' }]);
  });

  test('each procedure is named once, and a vehicle is never both: on the road for one, off it for another', () => {
    const days = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        fc.option(days),
        days,
        fc.constantFrom('NORMAL' as const, 'SUBSTANTIAL' as const, 'HIGH' as const),
        (deregisteredOn, inspectionDueOn, level) => {
          const found = availableProcedures({ vehicle: { deregisteredOn, inspectionDueOn }, level, today });
          expect(found.map(({ kind }) => kind)).toEqual([...vehicleProcedureKinds]);
          const codes = new Set(found.flatMap(({ blockedBy }) => blockedBy.map(({ code }) => code)));
          expect(codes.has('VEHICLE_REGISTERED')).toBe(deregisteredOn === null);
          expect(codes.has('VEHICLE_OFF_THE_ROAD')).toBe(deregisteredOn !== null);
        },
      ),
    );
  });
});

test('every block says what it is and what to do, in German and in English', () => {
  for (const code of procedureBlockCodes) {
    const { message, remedy } = procedureBlock(code);
    for (const { de, en } of [message, remedy]) expect(de.length > 10 && en.length > 10 && de !== en).toBe(true);
  }
});
