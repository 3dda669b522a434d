import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { choosePlanner } from '../../../../gateway/planning/choose-planner.ts';
import type { Plan, PlanFetch } from '../../../../gateway/planning/plan.ts';
import type { Planner, PlanRequest } from '../../../../gateway/planning/planner.ts';
import { LostConditionError, verifyConditions } from '../../../../gateway/planning/verify-conditions.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';

const root = (operation: string, more: Partial<PlanFetch> = {}): PlanFetch => ({
  id: 0,
  subgraph: 'vehicle-registration',
  kind: 'query',
  operation,
  variables: [],
  when: [],
  path: [],
  entities: [],
  outputRewrites: [],
  layer: 0,
  after: [],
  needs: [],
  ...more,
});

const entities = (operation: string, required: string, more: Partial<PlanFetch> = {}): PlanFetch =>
  root(operation, {
    id: 1,
    entities: [
      {
        alias: '_entities',
        variable: 'representations',
        paths: [[{ kind: 'field', name: 'vehicles' }, { kind: 'list' }]],
        requires: ['__typename', required].map((key) => ({ kind: 'field', key, as: key, selections: [] })),
        inputRewrites: [],
        outputRewrites: [],
        context: [],
      },
    ],
    ...more,
  });

const plan = (...fetches: PlanFetch[]): Plan => ({ fetches });

describe('a plan', () => {
  const operation = 'query ($v: Boolean!, $w: Boolean!) { vehicles { id plate @include(if: $v) @skip(if: $w) } }';

  test('is refused where a field lost one of its conditions', () => {
    for (const lost of [
      'plate',
      'plate @include(if: $v)',
      'plate @skip(if: $w)',
      'plate @include(if: $w) @skip(if: $v)',
    ])
      expect(() => verifyConditions(plan(root(`{ vehicles { id ${lost} } }`)), operation)).toThrow(LostConditionError);
  });

  test('is refused where one of two occurrences lost the condition', () => {
    const twice = '{ vehicles { id plate @include(if: $v) @skip(if: $w) ... on Vehicle { plate } } }';
    expect(() => verifyConditions(plan(root(twice)), operation)).toThrow('/vehicles/plate');
  });

  test.each([
    ['at the field', '{ vehicles { id plate @skip(if: $w) @include(if: $v) } }'],
    ['at fragments around it', '{ vehicles { id ... @include(if: $v) { ... on Vehicle @skip(if: $w) { plate } } } }'],
    [
      'at a fragment that is spread',
      '{ vehicles { id ...F @include(if: $v) } } fragment F on Vehicle { plate @skip(if: $w) }',
    ],
  ])('is accepted where the conditions stand %s', (_, text) => {
    expect(() => verifyConditions(plan(root(text)), operation)).not.toThrow();
  });

  test('is accepted where the fetch itself hangs on the condition, or the object that it is for', () => {
    const vehicles = root('{ vehicles @include(if: $v) { __typename id } }');
    const text = 'query { _entities(representations: $representations) { ... on Vehicle { plate } } }';
    const when = [{ variable: 'w', is: false }];
    const inner = 'query ($v: Boolean!, $w: Boolean!) { vehicles @include(if: $v) { plate @skip(if: $w) } }';
    expect(() => verifyConditions(plan(vehicles, entities(text, 'id', { when })), inner)).not.toThrow();
    expect(() => verifyConditions(plan(vehicles, entities(text, 'id')), inner)).toThrow('!w');
  });

  test('is accepted where a representation reads what is fetched without the condition', () => {
    const vehicles = root('{ vehicles { __typename id plate } }');
    const fees = 'query { _entities(representations: $representations) { ... on Vehicle { id } } }';
    expect(() => verifyConditions(plan(vehicles, entities(fees, 'plate')), operation)).not.toThrow();
    expect(() => verifyConditions(plan(vehicles, entities(fees, 'id')), operation)).toThrow(LostConditionError);
  });

  test('is accepted where one of the selections has no condition, or all have different ones', () => {
    const fetched = plan(root('{ vehicles { plate } }'));
    for (const text of [
      'query ($v: Boolean!) { vehicles { plate plate @include(if: $v) } }',
      'query ($v: Boolean!, $w: Boolean!) { vehicles { plate @include(if: $v) plate @include(if: $w) } }',
    ])
      expect(() => verifyConditions(fetched, text)).not.toThrow();
  });
});

describe('planners', () => {
  let planner: Planner;
  beforeAll(async () => {
    planner = await choosePlanner(readSupergraph(compose(agency).sdl), 'auto');
  });
  afterAll(() => planner.close());

  const ask = (attempt: PlanRequest['attempt']): PlanRequest => ({
    operation: 'query ($v: Boolean!) { vehicles { id keeper @include(if: $v) { assurance } plate @include(if: $v) } }',
    overrideLabels: new Set(),
    overridePercentage: 100,
    attempt,
    budgetMs: 10_000,
  });

  test('that drop a condition are not believed, and another one is asked', async () => {
    await expect(planner.plan(ask('first'))).rejects.toBeInstanceOf(LostConditionError);
    const { fetches } = await planner.plan(ask('any'));
    expect(fetches[0]?.operation).toMatch(/plate ?@include\(if: ?\$v\)/);
  });
});
