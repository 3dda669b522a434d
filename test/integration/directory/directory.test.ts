import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { directory } from '../../../subgraphs/directory/subgraph.ts';
import { authorityId, serviceId } from '../../../subgraphs/kit/data/stable-id.ts';
import { specimenPlaces } from '../../../subgraphs/kit/specimen/places.ts';
import { startTestSubgraph, type TestSubgraph } from '../../testkit/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(directory);
});
afterAll(() => subgraph.close());

/** Asks as an anonymous caller: all of the directory is public. */
async function ask(query: string, variables: Record<string, unknown> = {}, language = 'de') {
  const { data, errors } = await subgraph.ask({}, query, variables, { 'accept-language': language });
  expect(errors).toBeUndefined();
  return data;
}

const titles = async (query: string, language = 'de'): Promise<string[]> => {
  const data = await ask('query ($query: String) { services(query: $query) { nodes { title } } }', { query }, language);
  return data.services.nodes.map(({ title }: { title: string }) => title);
};

describe('a search for services', () => {
  test.each([
    ['Hundesteuer', 'Hundesteuer'],
    ['hundesteur', 'Hundesteuer'],
    ['hundestuer', 'Hundesteuer'],
    ['Führerschein', 'Führerschein beantragen'],
    ['fuehrerschein', 'Führerschein beantragen'],
    ['fuhrerschein', 'Führerschein beantragen'],
    ['FÜHRERSCHEINE', 'Führerschein beantragen'],
    ['die Hundesteuer', 'Hundesteuer'],
    ['Reisepaß', 'Reisepass beantragen'],
    ['reisepas', 'Reisepass beantragen'],
    ['Auto online abmelden', 'Fahrzeug online abmelden'],
    ['99102013000000', 'Hundesteuer'],
    ['baugenehmigung', 'Baugenehmigung'],
    ['Wunschkenn', 'Wunschkennzeichen reservieren'],
    ['muell', 'Wilden Müll melden'],
    ['dog tax', 'Hundesteuer'],
    ['Verdienstausfall', 'Entschädigung für Verdienstausfall (IfSG § 56)'],
  ])('%s finds %s first', async (query, title) => {
    expect((await titles(query))[0]).toBe(title);
  });

  test.each(['', '   ', '!!! & | ( :*', "''", 'xyzzyqqq', 'ŀ', '½', 'ж', '<->', 'a'.repeat(5_000)])(
    'survives %j',
    async (query) => {
      expect(Array.isArray(await titles(query))).toBe(true);
    },
  );

  test('without a single word in it finds nothing, and without a query gives all by title', async () => {
    expect(await titles('?!')).toEqual([]);
    const data = await ask('{ services(first: 100) { nodes { title } pageInfo { hasNextPage } } }');
    expect(data.services.nodes.length).toBeGreaterThan(20);
    expect(data.services.pageInfo.hasNextPage).toBe(false);
  });

  test('speaks English where a title is curated', async () => {
    expect((await titles('driving licence', 'en'))[0]).toBe('Apply for a driving licence');
  });
});
