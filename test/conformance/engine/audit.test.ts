import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compose } from '../../testkit/supergraphs/compose.ts';
import { inProcessTransport, type InProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { abstractTypes } from './audit/abstract-types.ts';
import { operations } from './audit/conditions.ts';
import { entitiesBehindInterfaces } from './audit/entities-behind-interfaces.ts';
import { interfaceObjects } from './audit/interface-objects.ts';
import { keys } from './audit/keys.ts';
import { olderSubgraphs } from './audit/older-subgraphs.ts';
import { provides } from './audit/provides.ts';
import { requires } from './audit/requires.ts';
import { requiresChains } from './audit/requires-chains.ts';
import { schemaParts } from './audit/schema-parts.ts';
import { unions } from './audit/unions.ts';
import { engineUnderTest } from './engine-under-test.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';

const suites = [
  entitiesBehindInterfaces,
  requiresChains,
  abstractTypes,
  interfaceObjects,
  keys,
  olderSubgraphs,
  operations,
  provides,
  requires,
  schemaParts,
  unions,
];

describe.each(suites.flat().map((suite) => [suite.name, suite] as const))('%s', (name, { subgraphs, cases }) => {
  let engine: GatewayUnderTest;
  let transport: InProcessTransport;
  beforeAll(async () => {
    const graph = { name, subgraphs, ids: [], failable: [], forgetful: [] };
    transport = inProcessTransport(graph);
    engine = await engineUnderTest(compose(graph), transport);
  }, 300_000);
  afterAll(() => engine.close());

  test.each(cases.map((one) => [one.shows, one] as const))('%s', async (_, { query, variables, data, fails }) => {
    const { data: got, errors } = await engine.run({ query, variables });
    expect({ data: got, errors: errors ?? [] }).toEqual({
      data,
      errors: fails ? expect.arrayContaining([expect.anything()]) : [],
    });
  });
});
