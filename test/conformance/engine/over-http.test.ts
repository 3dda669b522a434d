import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agency } from '../../testkit/supergraphs/agency/graph.ts';
import { compose, type ComposedGraph } from '../../testkit/supergraphs/compose.ts';
import { type FaultPlan, NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import { type HttpSubgraphs, serveSubgraphs } from '../../testkit/supergraphs/http-subgraphs.ts';
import { monolith } from '../../testkit/supergraphs/monolith.ts';
import { type SpawnedGateway, spawnGateway } from '../../testkit/supergraphs/spawn-gateway.ts';
import { type ClientResult, difference } from './compare-results.ts';
import { drawFrom } from './draw.ts';
import { generateOperation, type Operation } from './generate-operation.ts';
import { settings } from './settings.ts';
import { told } from './trial.ts';
import { varyOperation } from './vary-operation.ts';

let subgraphs: HttpSubgraphs;
let gateway: SpawnedGateway;
let composed: ComposedGraph;

beforeAll(async () => {
  subgraphs = await serveSubgraphs(agency);
  composed = compose(agency, subgraphs.urls);
  gateway = await spawnGateway(composed.sdl, { INTROSPECTION: 'true' });
});
afterAll(async () => {
  await gateway.close();
  await subgraphs.close();
});

async function post({ query, operationName, variables }: Operation): Promise<ClientResult & { status: number }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, operationName, variables }),
  });
  return { ...((await response.json()) as ClientResult), status: response.status };
}

/** Asks twice, since what is known from the first time takes another way; then for a variation. */
async function judge(seed: number, plan: FaultPlan): Promise<{ asked: number; refused: number }> {
  const oracle = monolith(agency, composed);
  const generatorSettings = { schema: composed.apiSchema, ids: agency.ids };
  const count = { asked: 0, refused: 0 };
  const property = fc.asyncProperty(fc.gen(), async (generate) => {
    const draw = drawFrom(generate);
    const first = generateOperation(generatorSettings, draw);
    for (const operation of [first, first, varyOperation(generatorSettings, first, draw)]) {
      const expected = oracle.run(operation.document, operation.variables, plan, operation.operationName);
      const got = await post(operation);
      count.asked++;
      if (isRefusal(got)) count.refused++;
      else {
        const verdict = { expected, got, difference: difference(expected, got) };
        if (verdict.difference) throw new Error(told(agency, { operation, plan, verdict }));
      }
    }
  });
  await fc.assert(property, { numRuns: Math.ceil(settings.operations / 20), seed, endOnFailure: true });
  return count;
}

/** Larger than the gateway's limits allow: refused as a whole. */
function isRefusal({ status, data, errors }: ClientResult & { status: number }): boolean {
  return status === 400 && data === undefined && JSON.stringify(errors).includes('LIMIT_EXCEEDED');
}

describe('the gateway as a process, over HTTP', () => {
  test('answers generated operations as one schema over the same data would, also when they come again', async () => {
    const { asked, refused } = await judge(settings.seed + 3, NO_FAULTS);
    expect(refused).toBeLessThan(asked / 2);
  }, 120_000);

  test('answers around a service that has gone', async () => {
    await subgraphs.stop('payments');
    await judge(settings.seed + 4, { ...NO_FAULTS, unavailable: ['payments'] });
  }, 120_000);
});
