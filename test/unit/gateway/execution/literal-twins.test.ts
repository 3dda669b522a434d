import { afterEach, describe, expect, test } from '@jest/globals';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { getOperationAST, parse } from 'graphql';
import { createEngine, stringifyResult } from '../../../../gateway/execution/engine.ts';
import type { Engine } from '../../../../gateway/execution/engine.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { inProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';

let engine: Engine | undefined;
afterEach(() => engine?.stop());

async function started() {
  const { sdl } = compose(agency);
  const transport = inProcessTransport(agency);
  const planned: string[] = [];
  const running = createEngine({
    supergraph: { initialize: async () => ({ supergraphSdl: sdl }) },
    transport,
    headersFor: () => ({}),
    onEvent: ({ kind }) => planned.push(kind),
  });
  engine = running;
  const { executor } = await running.load({ apollo: {} });
  return {
    transport,
    engine: running,
    plans: () => planned.filter((kind) => kind === 'planned').length,
    ask: (query: string, variables = {}) => ask(executor, running, query, variables),
  };
}

async function ask(executor: GatewayExecutor | null, running: Engine, query: string, variables: object) {
  const document = parse(query);
  const context = { callerKey: 'somebody', deadline: Date.now() + 5_000 };
  const operation = getOperationAST(document, null);
  const asked = { document, operation, queryHash: query, request: { query, variables }, context };
  const result = await executor?.({
    ...asked,
    schema: running.supergraph().apiSchema,
  } as unknown as GatewayGraphQLRequestContext);
  return JSON.parse(stringifyResult(result ?? {})) as { data: unknown; errors?: unknown };
}

const citizen = (id: string): string => `{ citizen(id: "${id}") { id assurance vehicles { plate } } }`;

describe('Operations that differ only in literals', () => {
  test('share one plan and one compiled operation from the second on', async () => {
    const { ask: answered, plans, engine: running } = await started();
    for (const id of ['c1', 'c2', 'c3', 'c4']) {
      expect(await answered(citizen(id))).toMatchObject({ data: { citizen: { id } } });
    }
    expect(plans()).toBe(2);
    expect(running.cacheSizes()['operations']).toBe(2);
  });

  test('send their literals to subgraphs as variables, the first its own text', async () => {
    const { ask: answered, transport } = await started();
    for (const id of ['c1', 'c2', 'c3']) await answered(citizen(id));
    const [first, second, third] = transport.requests.filter(({ query }) => query.includes('citizen('));
    expect(first?.query).toContain('"c1"');
    expect(second?.query).toBe(third?.query);
    expect(second?.variables).toEqual({ literal0: 'c2' });
    expect(third?.variables).toEqual({ literal0: 'c3' });
  });

  test('answer as they did alone, also the one that came first', async () => {
    const { ask: answered, plans } = await started();
    const alone = await answered(citizen('c1'));
    await answered(citizen('c2'));
    expect(await answered(citizen('c1'))).toEqual(alone);
    expect(plans()).toBe(2);
  });

  test('keep the variables that they have', async () => {
    const { ask: answered } = await started();
    const query = (style: string): string => `query($id: ID!) { citizen(id: $id) { name { full(style: ${style}) } } }`;
    const given = await answered(query('GIVEN_FIRST'), { id: 'c1' });
    const family = await answered(query('FAMILY_FIRST'), { id: 'c1', literal0: 'GIVEN_FIRST' });
    expect(given.errors).toBeUndefined();
    expect(family.errors).toBeUndefined();
    expect(family.data).not.toEqual(given.data);
  });

  test('are planned without literals of thousands of characters, the first one too', async () => {
    const { ask: answered, plans, transport } = await started();
    const [long, longer] = ['x'.repeat(2_000), 'x'.repeat(3_000)];
    for (const id of [long, longer, 'c1']) expect((await answered(citizen(id))).errors).toBeUndefined();
    expect(await answered(citizen('c1'))).toMatchObject({ data: { citizen: { id: 'c1' } } });
    const asked = transport.requests.filter(({ query }) => query.includes('citizen('));
    expect(asked.map(({ variables }) => variables?.['literal0']).slice(0, 3)).toEqual([long, longer, 'c1']);
    expect(plans()).toBe(1);
  });

  test('of other shapes share nothing', async () => {
    const { ask: answered, plans } = await started();
    await answered('{ citizen(id: "c1") { id } }');
    await answered('{ citizen(id: "c2") { assurance } }');
    expect(plans()).toBe(2);
  });
});
