import { describe, expect, test } from '@jest/globals';
import { endOfGermanDay } from '../../../../../subgraphs/kit/data/calendar.ts';
import { procedureKinds } from '../../../../../subgraphs/vehicle-registration/domain/procedure-kind.ts';
import { rulesOn } from '../../../../../subgraphs/vehicle-registration/domain/procedure-rules.ts';
import { clocksOn } from '../../../../../subgraphs/vehicle-registration/domain/procedures/clocks.ts';
import {
  competentArea,
  districtCodesOf,
  registrationAreas,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/competence.ts';
import { deadlinesOf } from '../../../../../subgraphs/vehicle-registration/domain/procedures/deadlines.ts';
import {
  inputsAsked,
  procedureDefinitions,
} from '../../../../../subgraphs/vehicle-registration/domain/procedures/definition.ts';
import { procedureProblem } from '../../../../../subgraphs/vehicle-registration/domain/procedures/procedure-problem.ts';
import { problemTexts } from '../../../../../subgraphs/vehicle-registration/domain/procedures/problem-texts.ts';

describe('each procedure', () => {
  test.each(procedureKinds)('%s asks for the codes that it checks, and for what each check needs', (kind) => {
    const { inputs, checks, competence, vehicle, decision, plate } = procedureDefinitions[kind];
    expect(checks[0]).toBe('CODES');
    expect(Object.keys(inputs).some((name) => /Code/.test(name))).toBe(true);
    if (checks.includes('INSURANCE')) expect(inputs).toMatchObject({ insuranceConfirmation: 'REQUIRED' });
    if (competence === 'RESIDENCE') expect(inputs).toMatchObject({ residence: 'REQUIRED' });
    if (vehicle !== 'OWN') expect(Object.keys(inputs).some((name) => name === 'vin' || name === 'plate')).toBe(true);
    // A new plate is given out by a person.
    expect(decision).toBe(plate === 'NEW' ? 'CLERK' : 'AUTOMATIC');
  });

  test('asks a keeper for less than somebody else', () => {
    const names = (isKeeper: boolean) => inputsAsked('RE_REGISTRATION', isKeeper).map(({ name }) => name);
    expect(names(false).filter((name) => !names(true).includes(name))).toEqual(['certificateTwoCode']);
  });

  test('needs the eID in stage 3; in stage 4 all but de-registration do', () => {
    for (const kind of procedureKinds) {
      expect(rulesOn('2021-01-01')?.requirements[kind].level).toBe('HIGH');
      expect(rulesOn('2026-01-01')?.requirements[kind].level).toBe(kind === 'DE_REGISTRATION' ? 'NORMAL' : 'HIGH');
    }
  });
});

describe('competence follows from the main residence', () => {
  test.each([
    ['14713000', '14713000'],
    ['14729050', '14729'],
    ['03357039', '03357'],
    ['03356007', '03356'],
    ['05315000', null],
    ['1471300', null],
    ['', null],
  ])('%s: %s', (residence, area) => expect(competentArea(residence)).toBe(area));

  test('every area gives out at least one district code', () => {
    for (const area of registrationAreas()) expect(districtCodesOf(area).length).toBeGreaterThan(0);
    expect(districtCodesOf('14729')).toEqual(['L', 'BNA', 'GHA', 'GRM', 'MTL', 'WUR']);
  });
});

describe('the times that run', () => {
  const moment = new Date('2026-03-02T10:00:00Z');
  const course = { kind: 'KEEPER_CHANGE_PLATE_KEPT', touchedAt: moment, payableUntil: null, endedAt: null } as const;
  const clocks = clocksOn('2026-03-02');

  test('30 minutes for input, 30 to retrieve, ten days of papers, a month of review, six months for the protocol', () => {
    expect(deadlinesOf({ ...course, state: 'DRAFT', decision: null }, clocks)).toEqual([
      { kind: 'INPUT_DELETED', at: new Date('2026-03-02T10:30:00Z') },
    ]);
    const decided = {
      outcome: 'APPROVED',
      retrievableUntil: new Date('2026-03-02T10:30:00Z'),
      postedAt: null,
    } as const;
    const fresh = { ...decided, retrievedAt: null, effectiveOn: null, reviewUntil: '2026-04-02' };
    const retrieved = { ...decided, retrievedAt: moment, effectiveOn: '2026-03-02', reviewUntil: '2026-04-02' };
    const kinds = (decision: typeof fresh | typeof retrieved) =>
      deadlinesOf({ ...course, state: 'DECIDED', endedAt: moment, decision }, clocks).map(
        ({ kind, at }) => `${kind} ${at.toISOString()}`,
      );
    expect(kinds(fresh)).toEqual([
      'RETRIEVAL 2026-03-02T10:30:00.000Z',
      'REVIEW 2026-04-02T22:00:00.000Z',
      'PROTOCOL_DELETED 2026-09-02T10:00:00.000Z',
    ]);
    expect(kinds(retrieved)[0]).toBe('PAPERS 2026-03-12T23:00:00.000Z');
  });

  test('a German day ends at midnight in Germany, in summer and in winter', () => {
    expect(endOfGermanDay('2026-03-28').toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(endOfGermanDay('2026-03-29').toISOString()).toBe('2026-03-29T22:00:00.000Z');
    expect(endOfGermanDay('2026-10-25').toISOString()).toBe('2026-10-25T23:00:00.000Z');
    expect(() => endOfGermanDay('yesterday')).toThrow(RangeError);
  });

  test('before the first times are set there are none', () => expect(() => clocksOn('2015-01-01')).toThrow(RangeError));
});

test('every problem says what it is in German and in English, and its values are filled in', () => {
  for (const code of Object.keys(problemTexts) as (keyof typeof problemTexts)[]) {
    const values = { left: 1, most: 2, readings: 'x', districts: 'L' };
    const { message, remedy } = procedureProblem(code, null, values);
    for (const text of [message, ...(remedy ? [remedy] : [])]) {
      expect(text.de.length > 5 && text.en.length > 5 && text.de !== text.en).toBe(true);
      expect(text.de + text.en).not.toMatch(/[{}]/);
    }
  }
});
