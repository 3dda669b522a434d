import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { specimenCitizens } from '../../../subgraphs/kit/specimen/citizen.ts';
import { today } from '../../../subgraphs/kit/specimen/days.ts';
import { randomFrom } from '../../../subgraphs/kit/specimen/random.ts';
import { eventually } from '../../testkit/system.ts';
import { countBooks, examineBooks } from './books.ts';
import { countOf, drawSaga, runSaga, type SagaEnd, type SagaPlan } from './run-saga.ts';
import { startSagaSystem, type SagaSystem } from './saga-system.ts';

/** `SAGA_RUNS=200 SAGA_SEED=… SAGA_LANES=8 npm test -- test/e2e/saga`: as many runs as wanted, the same ones again, so many at the same time. */
const runs = Number(process.env['SAGA_RUNS'] ?? 12);
const seed = process.env['SAGA_SEED'] ?? String(Date.now());
const lanes = Number(process.env['SAGA_LANES'] ?? 4);
// Emil is too young to drive.
const citizens = Math.max(12, runs + 1);

let saga: SagaSystem;
beforeAll(async () => {
  saga = await startSagaSystem(citizens);
}, 300_000);
afterAll(() => saga?.system.remove(), 60_000);

/** A citizen for each run: two of three have a vehicle to take off the road, the others register a new one. */
function drawAll(): SagaPlan[] {
  const random = randomFrom(`saga ${seed}`);
  return specimenCitizens({ count: runs + 1, day: today() })
    .filter(({ key }) => key !== 'emil')
    .slice(0, runs)
    .map((citizen, number) => {
      const vehicle = citizen.vehicles.find(({ deregisteredOn }) => deregisteredOn === null);
      return drawSaga(number, random, citizen, vehicle && random.chance(0.7) ? vehicle : null);
    });
}

async function runAll(plans: SagaPlan[]): Promise<(SagaEnd | Error)[]> {
  const ends: (SagaEnd | Error)[] = [];
  const lane = async () => {
    for (let plan = plans.shift(); plan; plan = plans.shift())
      ends.push(
        await runSaga(saga, plan).catch((error: unknown) =>
          error instanceof Error ? error : new Error(String(error)),
        ),
      );
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ends;
}

test(
  `of ${runs} citizens none has paid in vain or got anything unpaid, whoever is killed when (seed ${seed})`,
  async () => {
    const started = Date.now();
    const ends = await runAll(drawAll());
    // What is still on its way arrives by itself.
    await eventually('all to be settled', async () => (await examineBooks(saga)).length === 0, 120_000).catch(
      () => undefined,
    );
    const [findings, counts] = [await examineBooks(saga), await countBooks(saga)];
    const seen = countOf(ends.flatMap((end) => (end instanceof Error ? [] : end.seen)));
    process.stdout.write(
      `saga: ${runs} runs in ${Math.round((Date.now() - started) / 1_000)} s, seed ${seed}; ${JSON.stringify(counts)}; tried again after: ${seen}\n`,
    );
    expect(findings).toEqual([]);
    expect(ends.flatMap((end) => (end instanceof Error ? [end.message] : []))).toEqual([]);
    expect(counts).toMatchObject({ procedures: runs, paid: runs });
  },
  120_000 + runs * 60_000,
);
