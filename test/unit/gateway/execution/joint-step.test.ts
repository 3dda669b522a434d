import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { SubgraphError } from '../../../../gateway/execution/transport/subgraph-error.ts';
import { engineUnderTest } from '../../../conformance/engine/engine-under-test.ts';
import { agency } from '../../../testkit/supergraphs/agency/graph.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import type { ComposedGraph } from '../../../testkit/supergraphs/compose.ts';
import { inProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';

/** The authority of the residence could be asked for at once, those of the payments only later; both are in directory. */
const query =
  'query ($as: AuthorityLevel) { me { residence { authority { name level } } payments { nodes { authority { name } } } } all: authorities(level: $as) { id } }';

let composed: ComposedGraph;
beforeAll(() => {
  composed = compose(agency);
});

/** The answer, and what directory was asked for entities. */
async function asked(delays: Record<string, number>, unavailable: string[] = []) {
  const transport = inProcessTransport(agency);
  const fetch = transport.fetch.bind(transport);
  const engine = await engineUnderTest(composed, {
    ...transport,
    fetch: async (request) => {
      await sleep(delays[request.subgraph] ?? 0);
      if (unavailable.includes(request.subgraph) && request.body.includes('_entities')) {
        throw new SubgraphError('SUBGRAPH_UNAVAILABLE', request.subgraph, 'switched off');
      }
      return fetch(request);
    },
  });
  const answer = await engine.run({ query, variables: { as: 'FEDERAL' } });
  await engine.close();
  const texts = transport.requests.flatMap(({ subgraph, query: text }) =>
    subgraph === 'directory' && text.includes('_entities') ? [text] : [],
  );
  return { answer, texts };
}

/** The patience of the first fetch is short: a machine that is busy with other things may need another attempt. */
async function askedTogether(attempts = 10): ReturnType<typeof asked> {
  const outcome = await asked({});
  return outcome.texts.length === 1 || attempts === 1 ? outcome : askedTogether(attempts - 1);
}

describe('a fetch that nothing else needs', () => {
  test('goes along with a later one to the same subgraph, in one valid request', async () => {
    const { answer, texts } = await askedTogether();
    expect(answer.errors).toBeUndefined();
    expect(texts).toHaveLength(1);
    const directory = agency.subgraphs.find(({ name }) => name === 'directory');
    const schema = buildSubgraphSchema(parse(directory?.typeDefs ?? ''));
    expect(validate(schema, parse(texts[0] ?? ''))).toEqual([]);
  });

  test('does not wait long for it', async () => {
    const { answer, texts } = await asked({ payments: 200 });
    expect(answer.errors).toBeUndefined();
    expect(texts).toHaveLength(2);
  });

  test('has the same answer either way', async () => {
    const [together, apart] = await Promise.all([askedTogether(), asked({ payments: 200 })]);
    expect(together.answer).toEqual(apart.answer);
  });

  test('fails at its own fields when the joint request does', async () => {
    const { answer, texts } = await asked({}, ['directory']);
    expect(texts).toHaveLength(0);
    expect(answer.data).toMatchObject({ me: { residence: { authority: null } } });
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toContain('me.residence.authority.name');
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toContain('me.payments.nodes.0.authority.name');
  });
});
