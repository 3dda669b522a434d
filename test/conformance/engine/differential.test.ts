import { afterAll, beforeAll, describe, test } from '@jest/globals';
import fc from 'fast-check';
import { abstract } from '../../testkit/supergraphs/abstract/graph.ts';
import { agency } from '../../testkit/supergraphs/agency/graph.ts';
import { context } from '../../testkit/supergraphs/context/graph.ts';
import { type FaultPlan, NO_FAULTS } from '../../testkit/supergraphs/faults.ts';
import type { FederatedGraph } from '../../testkit/supergraphs/federated-graph.ts';
import { requires } from '../../testkit/supergraphs/requires/graph.ts';
import { shapes } from '../../testkit/supergraphs/shapes/graph.ts';
import { drawFrom } from './draw.ts';
import { engineUnderTest } from './engine-under-test.ts';
import { faultyCoordinates, generateFaults } from './generate-faults.ts';
import { generateOperation, type Operation } from './generate-operation.ts';
import { settings } from './settings.ts';
import { varyOperation } from './vary-operation.ts';
import { told, type Trial, trial } from './trial.ts';

/** On a machine that has other things to do; a quiet one needs a tenth. */
const MOST_MS = 600_000;

/** Each supergraph's part of the operations. */
const PARTS: [FederatedGraph, number][] = [
  [agency, 0.35],
  [abstract, 0.2],
  [requires, 0.2],
  [shapes, 0.15],
  [context, 0.1],
];

/** Operations that have more than one right answer, so that a difference says nothing. */
const OPEN: readonly { graph: FederatedGraph; why: string; isAbout(operation: Operation): boolean }[] = [
  {
    graph: shapes,
    why: 'a place that was renamed is the old one to who asks again by its id, which a plan may do or not',
    isAbout: ({ query }) => /\brename\b/.test(query) && /\bgreeting\b/.test(query),
  },
];

function isOpen({ graph }: Trial, operation: Operation): boolean {
  return OPEN.some((each) => each.graph === graph && each.isAbout(operation));
}

describe.each(PARTS.map(([graph, part]) => ({ graph, part, name: graph.name })))(
  'the engine over the supergraph $name',
  ({ graph, part }) => {
    let subject: Trial;
    beforeAll(async () => {
      subject = await trial(graph, (composed, transport) => engineUnderTest(composed, transport));
    }, MOST_MS);
    afterAll(() => subject.close());

    test(
      'answers generated operations as one schema over the same data would',
      async () => {
        await tryOperations(subject, part / 2, { seed: settings.seed, withFaults: false });
      },
      MOST_MS,
    );

    test(
      'nulls and reports what failed, and nothing else, when subgraphs misbehave',
      async () => {
        await tryOperations(subject, part / 2, { seed: settings.seed + 1, withFaults: true });
      },
      MOST_MS,
    );

    test(
      'keeps apart what is asked at the same time',
      async () => {
        await tryTogether(subject, part, settings.seed + 2);
      },
      MOST_MS,
    );
  },
);

interface Way {
  seed: number;
  /** Whether subgraphs misbehave. */
  withFaults: boolean;
}

async function tryOperations(subject: Trial, part: number, { seed, withFaults }: Way): Promise<void> {
  const { graph, composed, oracle } = subject;
  const coordinates = faultyCoordinates(graph, oracle.ownership);
  const property = fc.asyncProperty(fc.gen(), async (generate) => {
    const draw = drawFrom(generate);
    const operation = generateOperation({ schema: composed.apiSchema, ids: graph.ids }, draw);
    const plan = withFaults ? generateFaults(graph, coordinates, draw) : NO_FAULTS;
    await judge(subject, operation, plan);
    if (draw.chance(50))
      await judge(subject, varyOperation({ schema: composed.apiSchema, ids: graph.ids }, operation, draw), plan);
  });
  await fc.assert(property, { numRuns: Math.ceil(settings.operations * part), seed, endOnFailure: true });
}

async function judge(subject: Trial, operation: Operation, plan: FaultPlan): Promise<void> {
  const verdict = await subject.judge(operation, plan);
  if (verdict.difference && !isOpen(subject, operation))
    throw new Error(told(subject.graph, await subject.reduce(operation, plan, verdict)));
}

/** Three operations at once, the first of them twice, several times over. */
async function tryTogether(subject: Trial, part: number, seed: number): Promise<void> {
  const { graph, composed } = subject;
  const property = fc.asyncProperty(fc.gen(), async (generate) => {
    const draw = drawFrom(generate);
    const one = () => generateOperation({ schema: composed.apiSchema, ids: graph.ids }, draw);
    const [first, second] = [one(), one()];
    const together = [first, second, varyOperation({ schema: composed.apiSchema, ids: graph.ids }, first, draw), first];
    const verdicts = await Promise.all(together.map((operation) => subject.judge(operation, NO_FAULTS)));
    for (const [at, verdict] of verdicts.entries()) {
      const operation = together[at];
      if (verdict.difference && operation && !isOpen(subject, operation))
        throw new Error(told(graph, { operation, plan: NO_FAULTS, verdict }));
    }
  });
  await fc.assert(property, { numRuns: Math.ceil((settings.operations * part) / 16), seed, endOnFailure: true });
}
