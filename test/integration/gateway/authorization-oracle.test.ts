import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { authorization } from '../../../gateway/auth/authorization/authorize-operation.ts';
import { anonymous, type Caller } from '../../../gateway/auth/caller.ts';
import { difference } from '../../conformance/engine/compare-results.ts';
import { drawFrom } from '../../conformance/engine/draw.ts';
import { engineUnderTest } from '../../conformance/engine/engine-under-test.ts';
import type { GatewayUnderTest } from '../../conformance/engine/gateway-under-test.ts';
import { generateOperation } from '../../conformance/engine/generate-operation.ts';
import { compose } from '../../testkit/supergraphs/compose.ts';
import { NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import { inProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { monolith, type Monolith } from '../../testkit/supergraphs/monolith.ts';
import { protectedGraph } from './protected/graph.ts';
import { askedInVain, enforce, PlainRules } from './protected/rules.ts';

const SCOPES = ['profile:read', 'profile:write', 'deeds:read', 'codes:read', 'files:read', 'admin', 'audit'];
const callers: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(anonymous) },
  {
    weight: 4,
    arbitrary: fc.record({
      citizen: fc.record({
        subject: fc.constant('erika'),
        session: fc.constant('s'),
        level: fc.constantFrom('NORMAL' as const, 'SUBSTANTIAL' as const, 'HIGH' as const),
      }),
      scopes: fc.subarray(SCOPES),
      key: fc.constant('erika'),
    }),
  },
);

describe('Authorization of generated operations for generated callers', () => {
  const composed = compose(protectedGraph);
  const rules = new PlainRules(protectedGraph);
  const transport = inProcessTransport(protectedGraph);
  let asking: { caller: Caller; holds: readonly string[] } = { caller: anonymous, holds: [] };
  let oracle: Monolith;
  let engine: GatewayUnderTest;

  beforeAll(async () => {
    oracle = monolith(protectedGraph, composed);
    enforce(oracle.schema, rules, () => asking);
    const authorizes = authorization({ evaluatePolicies: async () => new Set(asking.holds) });
    engine = await engineUnderTest(compose(protectedGraph), transport, {
      authorize: (supergraph) => {
        const authorize = authorizes(supergraph);
        return (document, operation) => authorize(document, operation, asking);
      },
    });
  });
  afterAll(() => engine.close());

  test('gives and withholds what asking at every field of one schema would, and asks no subgraph for the rest', async () => {
    const property = fc.asyncProperty(
      fc.gen(),
      callers,
      fc.subarray(['office-hours']),
      async (generate, caller, holds) => {
        asking = { caller, holds };
        const operation = generateOperation(
          { schema: composed.apiSchema, ids: protectedGraph.ids },
          drawFrom(generate),
        );
        const { query, document, operationName, variables } = operation;
        const expected = oracle.run(document, variables, NO_FAULTS, operationName);
        transport.requests.length = 0;
        const got = await engine.run({ query, operationName, variables });
        const inVain = askedInVain(protectedGraph, transport.requests, (it) => rules.mayHave(it, caller, holds));
        const told = { query, variables, caller, expected, got, requests: transport.requests };
        expect([difference(expected, got), inVain, told]).toEqual([undefined, [], told]);
      },
    );
    await fc.assert(property, { numRuns: 250, endOnFailure: true });
  }, 180_000);
});
