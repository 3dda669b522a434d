import { describe, expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FetchPolicy, PartPolicy } from '../../../../gateway/caching/fetch-policy.ts';
import { Question } from '../../../../gateway/caching/question.ts';
import { StoreInMemory } from '../../../../gateway/caching/store-in-memory.ts';

const MOST_BYTES = 6 * 1_024 * 1_024;
const MORE_THAN_FIT = 20_000;
/** What else a test run takes and gives back meanwhile. */
const NOISE = 1_024 * 1_024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const part: PartPolicy = {
  alias: undefined,
  representations: undefined,
  selection: 'services(query: $q, first: 3) { nodes { title types } }',
  variables: ['q'],
  maxAge: 3_600,
  types: ['Query', 'ServiceConnection', 'Service', 'Office', 'Authority', 'Address'],
};
const ofEntities: PartPolicy = { ...part, alias: '_entities', representations: 'representations' };
const policyOf = (one: PartPolicy): FetchPolicy => ({
  subgraph: 'directory',
  version: '1',
  parts: [one],
  keyFields: () => new Set(['id', 'ags']),
});

/** Heap that a full store takes, bytes. */
function heapOfFullStore(itemsOf: (turn: number) => Question['items']): number {
  const store = new StoreInMemory(MOST_BYTES);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let turn = 0; turn < MORE_THAN_FIT; turn += 1)
    store.write(
      itemsOf(turn).map(({ key, tags, maxAge }) => ({
        key,
        tags,
        seconds: maxAge,
        text: JSON.stringify({ nodes: [turn] }),
      })),
      0,
    );
  collect();
  const taken = process.memoryUsage().heapUsed - before;
  expect(store.size().entries).toBeLessThan(MORE_THAN_FIT);
  return taken;
}

describe('The room of the store in memory', () => {
  test('is not exceeded by many small answers to root fields', () => {
    const taken = heapOfFullStore((turn) => {
      const body = JSON.stringify({ query: '', variables: { q: `Zulassung ${turn}` } });
      return new Question(policyOf(part), body, 'de').items;
    });
    expect(taken).toBeLessThan(MOST_BYTES + NOISE);
  });

  test('is not exceeded by many small entities', () => {
    const taken = heapOfFullStore((turn) => {
      const representations = [{ __typename: 'Authority', id: `authority ${turn}`, ags: String(14_000_000 + turn) }];
      return new Question(policyOf(ofEntities), JSON.stringify({ query: '', variables: { representations } }), 'de')
        .items;
    });
    expect(taken).toBeLessThan(MOST_BYTES + NOISE);
  });
});
