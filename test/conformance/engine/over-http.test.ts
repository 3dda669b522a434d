import { setTimeout } from 'node:timers/promises';
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

/** On a machine that has other things to do; a quiet one needs a tenth. */
const MOST_MS = 600_000;

let subgraphs: HttpSubgraphs;
let gateway: SpawnedGateway;
let composed: ComposedGraph;

beforeAll(async () => {
  subgraphs = await serveSubgraphs(agency);
  composed = compose(agency, subgraphs.urls);
  gateway = await spawnGateway(composed.sdl, { INTROSPECTION: 'true' });
}, MOST_MS);
afterAll(async () => {
  await gateway.close();
  await subgraphs.close();
});

type Asked = Pick<Operation, 'query' | 'operationName' | 'variables'>;

/** A gateway that is too busy says so at once (503) and is asked again. */
async function post({ query, operationName, variables }: Asked): Promise<ClientResult & { status: number }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, operationName, variables }),
  });
  const result = (await response.json()) as ClientResult;
  if (response.status !== 503) return { ...result, status: response.status };
  await setTimeout(1_000);
  return post({ query, operationName, variables });
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
  test(
    'answers generated operations as one schema over the same data would, also when they come again',
    async () => {
      const { asked, refused } = await judge(settings.seed + 3, NO_FAULTS);
      expect(refused).toBeLessThan(asked / 2);
    },
    MOST_MS,
  );

  test(
    'answers around a service that has gone',
    async () => {
      await subgraphs.stop('payments');
      await judge(settings.seed + 4, { ...NO_FAULTS, unavailable: ['payments'] });
    },
    MOST_MS,
  );
});
