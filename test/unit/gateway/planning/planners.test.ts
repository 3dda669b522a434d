import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { choosePlanner } from '../../../../gateway/planning/choose-planner.ts';
import { hostedPlanner } from '../../../../gateway/planning/hosted-planner.ts';
import { PlannerStoppedError, processHost } from '../../../../gateway/planning/planner-host.ts';
import type { PlannerHost } from '../../../../gateway/planning/planner-host.ts';
import { OperationNames } from '../../../../gateway/planning/operation-names.ts';
import type { Plan, PlanFetch } from '../../../../gateway/planning/plan.ts';
import { PlanningTooSlowError, withinBudget } from '../../../../gateway/planning/planner.ts';
import type { Planner, PlanRequest } from '../../../../gateway/planning/planner.ts';
import { prepareOperation } from '../../../../gateway/planning/prepare-operation.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { context } from '../../../testkit/supergraphs/context/graph.ts';
import { requires } from '../../../testkit/supergraphs/requires/graph.ts';

const ask = (operation: string, more: Partial<PlanRequest> = {}): PlanRequest => ({
  operation,
  overrideLabels: new Set(),
  overridePercentage: 100,
  attempt: 'any',
  budgetMs: 10_000,
  ...more,
});

const supergraphOf = (graph: typeof agency) => readSupergraph(compose(graph).sdl);

function fetchOf({ fetches }: Plan, subgraph: string, text: string): PlanFetch {
  const found = fetches.find((fetch) => fetch.subgraph === subgraph && fetch.operation.includes(text));
  if (!found) throw new Error(`expected a fetch of ${text} from ${subgraph}`);
  return found;
}

describe.each(['hive', 'apollo'] as const)('the %s planner', (choice) => {
  let planner: Planner;
  beforeAll(async () => {
    planner = await choosePlanner(supergraphOf(agency), choice);
  });
  afterAll(() => planner.close());

  test('gives plans in our form, where a fetch waits only for those whose data it reads', async () => {
    const plan = await planner.plan(
      ask('{ me { vehicles { openFees { amount { amount } } } payments { nodes { authority { name } } } } }'),
    );
    const me = fetchOf(plan, 'identity', 'me');
    const vehicles = fetchOf(plan, 'vehicle-registration', 'vehicles');
    expect(me).toMatchObject({ needs: [], entities: [], kind: 'query' });
    expect(vehicles.needs).toEqual([me.id]);
    const fees = fetchOf(plan, 'payments', 'openFees');
    expect(fees.needs).toContain(vehicles.id);
    const payments = fetchOf(plan, 'payments', 'nodes');
    expect(fees.needs).not.toContain(payments.id);
  });

  test('keeps the order of mutations', async () => {
    const plan = await planner.plan(
      ask('mutation { changeCity(input: { citizen: "c1" }) { city } holdAppointment(office: "o1") { problems } }'),
    );
    expect(plan.fetches.map(({ kind, needs }) => ({ kind, needs }))).toEqual([
      { kind: 'mutation', needs: [] },
      { kind: 'mutation', needs: [0] },
    ]);
  });

  test('says why an operation cannot be planned', async () => {
    await expect(planner.plan(ask('{ nothingLikeIt }'))).rejects.toThrow('nothingLikeIt');
  });
});

const composed = (name: string) => ({
  name,
  resolvers: {},
  typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@composeDirective"])
      @link(url: "https://specs.example/access/v1.0", import: ["@access"]) @composeDirective(name: "@access")
    directive @access(by: Int) on FIELD | QUERY
    type Query { ${name}: String }`,
});

test.each(['hive', 'apollo'] as const)('the %s planner takes directives that subgraphs compose', async (choice) => {
  const graph = { name: 'access', subgraphs: [composed('a'), composed('b')], ids: [], failable: [], forgetful: [] };
  const planner = await choosePlanner(supergraphOf(graph), choice);
  const { fetches } = await planner.plan(ask('query ($by: Int) @access { a @access(by: $by) b @access(by: 1) }'));
  expect(new Set(fetches.map(({ subgraph }) => subgraph))).toEqual(new Set(['a', 'b']));
  expect(fetches.flatMap(({ variables }) => variables)).toEqual([]);
  await planner.close();
});

describe('the choice of a planner', () => {
  test('is the native one, unless values come from a context', async () => {
    const native = await choosePlanner(supergraphOf(agency), 'auto');
    const other = await choosePlanner(supergraphOf(context), 'auto');
    expect([native.name, other.name]).toEqual(['hive', 'apollo']);
    await Promise.all([native.close(), other.close()]);
  });

  test('needs no other than the native one for an identifier of five thousand digits', async () => {
    const supergraph = supergraphOf(agency);
    const planner = await choosePlanner(supergraph, 'hive');
    const document = parse(`{ citizen(id: ${'9'.repeat(5_000)}) { id } }`);
    const { planText } = prepareOperation(document, getOperationAST(document)!, {
      apiSchema: supergraph.apiSchema,
      names: new OperationNames(supergraph.schema),
      expandedSelections: 100,
      known: new Map(),
    });
    expect((await planner.plan(ask(planText ?? ''))).fetches).toHaveLength(1);
    await planner.close();
  });

  test('refuses what is no supergraph', async () => {
    const broken = { ...supergraphOf(agency), sdl: 'type Query { a: Int }' };
    await expect(choosePlanner(broken, 'apollo')).rejects.toThrow();
  });
});

describe('planning', () => {
  test('is given up when its time is over, and the thread plans again afterwards', async () => {
    const planner = await choosePlanner(supergraphOf(agency), 'apollo');
    const many = Array.from(
      { length: 400 },
      (_, index) => `c${index}: citizens { vehicles { plate } payments { total { amount } } }`,
    );
    await expect(planner.plan(ask(`{ ${many.join(' ')} }`, { budgetMs: 1 }))).rejects.toBeInstanceOf(
      PlanningTooSlowError,
    );
    expect((await planner.plan(ask('{ me { id } }'))).fetches).toHaveLength(1);
    await planner.close();
  });

  test('has its time also where the machine stood still meanwhile', async () => {
    const plan: Plan = { fetches: [] };
    const planning = withinBudget(100, async () => {
      await pause(20);
      await pause(20);
      return plan;
    });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    expect(await planning).toBe(plan);
  });

  test('keeps fields apart that require another with different arguments', async () => {
    const planner = await choosePlanner(supergraphOf(requires), 'auto');
    const plan = await planner.plan(ask('{ shippable { toAmerica label } }'));
    for (const layer of new Set(plan.fetches.map((fetch) => fetch.layer))) {
      const texts = plan.fetches.filter((fetch) => fetch.layer === layer).map(({ operation }) => operation);
      const isMixed =
        texts.some((text) => /[{ ]price\(currency: ?USD/.test(text)) &&
        texts.some((text) => /[{ ]price\(currency: ?CHF/.test(text));
      expect(isMixed).toBe(false);
    }
    await planner.close();
  });
});

describe('a planner that does not survive a question', () => {
  test('is started again, and those behind it get their plans', async () => {
    let hosts = 0;
    const newHost = (): PlannerHost => {
      hosts += 1;
      return {
        ask: (request) => {
          if ('kind' in request) {
            return Promise.resolve({ kind: 'ready', facts: { overrideLabels: [], overridePercentages: [] } });
          }
          if (request.operation === '{ panic }') return Promise.reject(new PlannerStoppedError());
          return Promise.resolve({ kind: 'plan', plan: undefined });
        },
        end: () => Promise.resolve(),
      };
    };
    const about = { kind: 'hive', supergraphSdl: '' } as const;
    const planner = await hostedPlanner(about, newHost, () => ({ fetches: [] }));
    const [panic, next] = await Promise.allSettled([planner.plan(ask('{ panic }')), planner.plan(ask('{ me }'))]);
    expect(panic).toMatchObject({ status: 'rejected', reason: expect.any(PlannerStoppedError) });
    expect(next).toMatchObject({ status: 'fulfilled' });
    expect(hosts).toBe(2);
  });

  test('and that is a real process ends alone', async () => {
    const host = processHost();
    const supergraphSdl = supergraphOf(agency).sdl;
    expect(await host.ask({ kind: 'hive', supergraphSdl })).toMatchObject({ kind: 'ready' });
    await host.end();
    await expect(host.ask({ kind: 'hive', supergraphSdl })).rejects.toBeInstanceOf(PlannerStoppedError);
  });
});
