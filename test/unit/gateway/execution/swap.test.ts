import { afterEach, describe, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { createEngine, stringifyResult } from '../../../../gateway/execution/engine.ts';
import type { Engine, EngineEvent } from '../../../../gateway/execution/engine.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { inProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';

const { sdl } = compose(agency);
let engine: Engine | undefined;
afterEach(() => engine?.stop());

interface Source {
  engine: Engine;
  update(sdl: string): void;
  schemas: GraphQLSchema[];
  nextEvent(): Promise<EngineEvent>;
  ask(query: string, schema: GraphQLSchema): Promise<unknown>;
}

async function started(): Promise<Source> {
  let update: ((sdl: string) => void) | undefined;
  let told: (event: EngineEvent) => void = () => undefined;
  const schemas: GraphQLSchema[] = [];
  const running = createEngine({
    supergraph: {
      initialize: async (hooks) => {
        update = hooks.update;
        return { supergraphSdl: sdl };
      },
    },
    transport: inProcessTransport(agency),
    headersFor: () => ({}),
    onEvent: (event) => event.kind.startsWith('swap') && told(event),
  });
  engine = running;
  running.onSchemaLoadOrUpdate(({ apiSchema }) => schemas.push(apiSchema));
  const { executor } = await running.load({ apollo: {} });
  return {
    engine: running,
    update: (next) => update?.(next),
    schemas,
    nextEvent: () => new Promise((resolve) => (told = resolve)),
    ask: (query, schema) => ask(executor, query, schema),
  };
}

/** Like Apollo Server's store: the same text is parsed once. */
const documents = new Map<string, DocumentNode>();

async function ask(executor: GatewayExecutor | null, query: string, schema: GraphQLSchema): Promise<unknown> {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  const request = { query, variables: {} };
  const context = { callerKey: 'somebody', deadline: Date.now() + 5_000 };
  const operation = getOperationAST(document, null);
  const asked = { document, operation, queryHash: query, request, context, schema };
  const result = await executor?.(asked as unknown as GatewayGraphQLRequestContext);
  return JSON.parse(stringifyResult(result ?? {}));
}

describe('a new supergraph', () => {
  test('takes over once it is warm, and requests of the one before are still answered', async () => {
    const source = await started();
    const [before] = source.schemas;
    await source.ask('{ me { id } }', before!);
    const event = source.nextEvent();
    source.update(`${sdl}\ntype Added { id: ID }`);
    expect(await event).toMatchObject({ kind: 'swapped', warmed: 1 });
    expect(source.schemas).toHaveLength(2);
    expect(source.schemas[1]?.getType('Added')).toBeDefined();
    const answer = { data: { me: { id: 'c1' } } };
    expect(await source.ask('{ me { id } }', before!)).toEqual(answer);
    expect(await source.ask('{ me { id } }', source.schemas[1]!)).toEqual(answer);
  });

  test('admits the operations in use that its schema allows, and no others', async () => {
    const source = await started();
    for (const query of ['{ me { id } }', '{ me { assurance } }']) await source.ask(query, source.schemas[0]!);
    const event = source.nextEvent();
    source.update(sdl.replaceAll(/^ +assurance: .*$/gm, ''));
    await event;
    expect(source.engine.admits(documents.get('{ me { id } }')!)).toBe(true);
    expect(source.engine.admits(documents.get('{ me { assurance } }')!)).toBe(false);
    expect(source.engine.admits(parse('{ me { id } }'))).toBe(false);
  });

  test('that is none is refused, and the good one stays', async () => {
    const source = await started();
    expect(() => source.update('type Query { me: Int }')).toThrow('supergraph');
    expect(source.schemas).toHaveLength(1);
    expect(await source.ask('{ me { id } }', source.schemas[0]!)).toEqual({ data: { me: { id: 'c1' } } });
  });

  test('is skipped when another has come before its turn', async () => {
    const source = await started();
    source.update(`${sdl}\ntype First { id: ID }`);
    const event = source.nextEvent();
    source.update(`${sdl}\ntype Second { id: ID }`);
    await event;
    expect(source.schemas.at(-1)?.getType('Second')).toBeDefined();
    expect(source.schemas).toHaveLength(2);
  });
});
