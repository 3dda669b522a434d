import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apolloPlanner } from '../../../../gateway/planning/apollo-planner.ts';
import { choosePlanner } from '../../../../gateway/planning/choose-planner.ts';
import { withDependencies } from '../../../../gateway/planning/dependencies.ts';
import { hivePlanner } from '../../../../gateway/planning/hive-planner.ts';
import { KnownTypes } from '../../../../gateway/planning/known-types.ts';
import type { Planner, PlanRequest } from '../../../../gateway/planning/planner.ts';
import { verifyComplete } from '../../../../gateway/planning/verify-complete.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { shapes } from '../../../testkit/supergraphs/shapes/graph.ts';

const { sdl } = compose(shapes);

const ask = (operation: string): PlanRequest => ({
  operation,
  overrideLabels: new Set(),
  overridePercentage: 100,
  attempt: 'any',
  budgetMs: 10_000,
});

/** One key, for two of the types that a subgraph knows as one. */
const TWICE =
  '{ strict { __typename ... on Counter { id peaks { __typename ... on Counter { own: id name } ... on Kiosk { own: id } } } } }';
const REQUIRED = '{ places { id ... on Kiosk { greeting } peaks { near { greeting } visits { at { greeting } } } } }';
const STRANGER =
  '{ places { ... on Counter { name } ... on Kiosk { visits { id checked } greeting } } first(filter: {}) { peaks { greeting name } } }';

describe('a plan over an interface object', () => {
  let hive: Planner;
  let apollo: Planner;
  beforeAll(async () => {
    [hive, apollo] = await Promise.all([hivePlanner(readSupergraph(sdl)), apolloPlanner(sdl)]);
  });
  afterAll(() => Promise.all([hive.close(), apollo.close()]));

  const verify = async (planner: Planner, operation: string) => {
    const plan = withDependencies(await planner.plan(ask(operation)));
    verifyComplete(plan, operation, new KnownTypes(readSupergraph(sdl)));
  };

  test('is refused where a field is fetched for one type and not for the other', async () => {
    await expect(verify(hive, TWICE)).rejects.toThrow('does not fetch /strict/peaks/own of Counter');
    await expect(verify(apollo, TWICE)).resolves.toBeUndefined();
  });

  test('is refused where a type lacks a field of its representation', async () => {
    await expect(verify(apollo, REQUIRED)).rejects.toThrow('does not fetch /places/peaks of Counter');
  });

  test('is refused where a subgraph is asked for objects of a type that it does not know', async () => {
    await expect(verify(apollo, STRANGER)).rejects.toThrow('"visiting" for /places of Counter');
  });

  test.each([
    '{ places { id peaks { id name } } }',
    '{ strict { ... on Kiosk { greeting } ... on Leaflet { text } } }',
  ])('is accepted where nothing is left out: %s', async (operation) => {
    await expect(verify(hive, operation)).resolves.toBeUndefined();
    await expect(verify(apollo, operation)).resolves.toBeUndefined();
  });

  test('is not looked at where no subgraph knows an interface as one type', () => {
    const known = new KnownTypes(readSupergraph(compose(agency).sdl));
    expect(known.hasInterfaceObjects).toBe(false);
    expect(() => verifyComplete({ fetches: [] }, '{ me { id } }', known)).not.toThrow();
  });
});

describe('planning over an interface object', () => {
  test('does fields that require others apart where every plan leaves something out', async () => {
    const planner = await choosePlanner(readSupergraph(sdl), 'auto');
    const { fetches } = await planner.plan(ask(REQUIRED));
    expect(Math.max(...fetches.map(({ layer }) => layer))).toBeGreaterThan(0);
    await planner.close();
  });

  test('takes a plan that leaves something out where there is no other planner and nothing to do apart', async () => {
    const planner = await choosePlanner(readSupergraph(sdl), 'hive');
    expect((await planner.plan(ask(TWICE))).fetches.length).toBeGreaterThan(1);
    await planner.close();
  });
});
