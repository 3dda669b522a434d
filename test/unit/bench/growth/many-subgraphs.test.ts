import { expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { manySubgraphs, operationOverFive } from '../../../bench/growth/many-subgraphs.ts';
import { choosePlanner } from '../../../../gateway/planning/choose-planner.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';

test('the operation is valid and asks the same five subgraphs, however many there are', async () => {
  for (const count of [5, 12]) {
    const supergraph = readSupergraph(manySubgraphs(count));
    expect(supergraph.subgraphs.size).toBe(count);
    expect(validate(supergraph.apiSchema, parse(operationOverFive(3)))).toEqual([]);
    const planner = await choosePlanner(supergraph, 'auto');
    try {
      const { fetches } = await planner.plan({
        operation: operationOverFive(3),
        overrideLabels: new Set(),
        overridePercentage: 100,
        attempt: 'any',
        budgetMs: 30_000,
      });
      expect([...new Set(fetches.map(({ subgraph }) => subgraph))].toSorted()).toEqual(
        [0, 1, 2, 3, 4].map((index) => `service-${index}`),
      );
    } finally {
      await planner.close();
    }
  }
});
