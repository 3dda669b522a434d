import { describe, expect, test } from '@jest/globals';
import type { EngineOptions } from '../../../../gateway/execution/engine.ts';
import { engineUnderTest } from '../../../conformance/engine/engine-under-test.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { federation } from '../../../testkit/supergraphs/federated-graph.ts';
import type { FederatedGraph } from '../../../testkit/supergraphs/federated-graph.ts';
import { inProcessTransport } from '../../../testkit/supergraphs/in-process-transport.ts';

/** Two fields on their way from the old subgraph to the new one: by percentage, and by a label. */
const moving: FederatedGraph = {
  name: 'moving',
  ids: [],
  failable: [],
  forgetful: [],
  subgraphs: [
    {
      name: 'old',
      typeDefs: `${federation('key')} type Query { x: X } type X @key(fields: "id") { id: ID! slow: String flagged: String }`,
      resolvers: {
        Query: { x: () => ({ id: '1' }) },
        X: { slow: () => 'old', flagged: () => 'old' },
      },
    },
    {
      name: 'new',
      typeDefs: `${federation('key', 'override')} type X @key(fields: "id") { id: ID!
        slow: String @override(from: "old", label: "percent(30)")
        flagged: String @override(from: "old", label: "new_register") }`,
      resolvers: {
        X: { __resolveReference: ({ id }) => ({ id }), slow: () => 'new', flagged: () => 'new' },
      },
    },
  ],
};

describe.each(['hive', 'apollo'] as const)('progressive @override, planned by %s', (planner) => {
  test.each([
    [0, [], { slow: 'new', flagged: 'old' }],
    [29.9, [], { slow: 'new', flagged: 'old' }],
    [30, [], { slow: 'old', flagged: 'old' }],
    [99, ['new_register'], { slow: 'old', flagged: 'new' }],
  ])('at %d percent with labels %j', async (percentage, labels, expected) => {
    const overridesFor: EngineOptions['overridesFor'] = () => ({ percentage, labels: new Set<string>(labels) });
    const engine = await engineUnderTest(compose(moving), inProcessTransport(moving), { planner, overridesFor });
    expect(await engine.run({ query: '{ x { slow flagged } }' })).toEqual({ data: { x: expected } });
    await engine.close();
  });
});
