import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDatabase } from '../../../platform/database/connect.ts';
import type { DirectoryDatabase } from '../../../subgraphs/directory/storage/database.ts';
import { openDirectoryStore } from '../../../subgraphs/directory/storage/store.ts';
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

describe('a list of services', () => {
  const list = `query ($query: String, $first: Int!, $after: String, $filter: ServiceFilter) {
    services(query: $query, first: $first, after: $after, filter: $filter) {
      nodes { id title leikaKey ozgId field lifeSituation } pageInfo { hasNextPage hasPreviousPage endCursor }
    } }`;

  test.each([null, 'Auto', 'kraftfarzeug'])(
    'pages without gaps or repetitions when searching for %j',
    async (query) => {
      const all = (await ask(list, { query, first: 100 })).services.nodes;
      expect(all.length).toBeGreaterThan(3);
      const seen: unknown[] = [];
      let after: string | null = null;
      do {
        const data = await ask(list, { query, first: 2, after });
        seen.push(...data.services.nodes);
        after = data.services.pageInfo.hasNextPage ? data.services.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(all);
    },
  );

  test.each([
    [{ field: 'Familie & Kind' }, 1],
    [{ lifeSituation: 'Tierhaltung' }, 2],
    [{ leikaKey: '99102013000000' }, 1],
    [{ ozgId: '10160' }, 2],
    [{ ozgId: '10160', leikaKey: '99102013000000' }, 1],
    [{ ozgId: '00000' }, 0],
  ])('can be filtered by %j', async (filter, count) => {
    expect((await ask(list, { first: 100, filter })).services.nodes).toHaveLength(count);
  });

  test('refuses a cursor of another search, and sizes out of range', async () => {
    const { pageInfo } = (await ask(list, { query: 'Auto', first: 1 })).services;
    for (const variables of [
      { query: 'Hund', first: 1, after: pageInfo.endCursor },
      { first: 1, after: pageInfo.endCursor },
      { query: 'Auto', first: 1, after: 'x' },
      { first: 0 },
      { first: 101 },
    ]) {
      const { errors, data } = await subgraph.ask({}, list, variables);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
      expect(data.services).toBeNull();
    }
  });
});

describe('a service', () => {
  const service = `query ($id: ID!) { service(id: $id) {
    title catalogueName description leikaKey types ozgId ozgBundle lifeSituation field maturity requiredAssurance isOnlineAvailable documents
    fee { online { amount } counter { formatted } text basis } } }`;

  test('is described in German and in English', async () => {
    const id = serviceId('99085001012000');
    const german = (await ask(service, { id })).service;
    expect(german).toMatchObject({
      title: 'Reisepass beantragen',
      types: ['FEDERAL_LAW_RUN_BY_STATE', 'FEDERAL_LAW_RUN_BY_MUNICIPALITY'],
    });
    expect(german.fee).toMatchObject({ online: null, text: 'unter 24 Jahren 37,50 Euro' });
    // The fee that holds today, not the one that held until the end of 2023.
    expect(german.fee.counter.formatted.replace(/\s/g, ' ')).toBe('70,00 €');
    const english = (await ask(service, { id }, 'en')).service;
    expect(english).toMatchObject({
      title: 'Apply for a passport',
      documents: ['Identity card or passport', 'Biometric photograph'],
    });
    expect(english.catalogueName).toBe('Reisepass Ausstellung');
  });

  test('says online what it takes', async () => {
    const { service: online } = await ask(service, { id: serviceId('99036008070003') });
    expect(online).toMatchObject({
      isOnlineAvailable: true,
      requiredAssurance: 'HIGH',
      maturity: 3,
      fee: { online: { amount: 570 } },
    });
    const { service: counter } = await ask(service, { id: serviceId('99036008070002') });
    expect(counter).toMatchObject({ isOnlineAvailable: false, requiredAssurance: null });
  });

  test('without LeiKa key has a local one, and no bundle', async () => {
    const { service: compensation } = await ask(service, { id: serviceId('ifsg-56') });
    expect(compensation).toMatchObject({ leikaKey: null, ozgId: null, types: ['FEDERAL_LAW_RUN_BY_STATE'] });
  });

  test.each(['x', serviceId('unknown'), ''])('is null for the id %j', async (id) => {
    expect((await ask(service, { id })).service).toBeNull();
  });
});

describe('an authority', () => {
  const fields =
    'id name level ags ars plateCodes parents { ags level name } contact { office address { street postalCode city } phone mail website }';
  const byAgs = `query ($ags: String!) { authorityByAgs(ags: $ags) { ${fields} } }`;

  test.each(specimenPlaces.map((place) => [place.city, place] as const))(
    'of %s is there for residents and for vehicles, with its plate codes',
    async (_city, place) => {
      const residents = (await ask(byAgs, { ags: place.residenceAuthority })).authorityByAgs;
      expect(residents).toMatchObject({
        ags: place.residenceAuthority,
        level: 'MUNICIPAL',
        contact: { address: { city: place.city } },
      });
      const vehicles = (await ask(byAgs, { ags: place.vehicleAuthority })).authorityByAgs;
      expect(vehicles.ags).toBe(place.vehicleAuthority);
      expect(vehicles.plateCodes).toEqual(expect.arrayContaining([...place.plateCodes]));
    },
  );

  const parents = async (ags: string) =>
    (await ask(byAgs, { ags })).authorityByAgs.parents.map(({ name }: { name: string }) => name);

  test('of a municipality has district, state and federation above it, a city without a district only the latter two', async () => {
    expect(await parents('14729050')).toEqual(['Landkreis Leipzig', 'Freistaat Sachsen', 'Bundesrepublik Deutschland']);
    expect(await parents('14713000')).toEqual(['Freistaat Sachsen', 'Bundesrepublik Deutschland']);
    expect(await parents('14')).toEqual(['Bundesrepublik Deutschland']);
  });

  test('of a city without a district is found by the 5 digits too', async () => {
    const [long, short] = [await ask(byAgs, { ags: '14713000' }), await ask(byAgs, { ags: '14713' })];
    expect(short).toEqual(long);
  });

  test('of the federation is found by id, has a name in both languages and no area', async () => {
    const query = `query ($id: ID!) { authority(id: $id) { ${fields} } }`;
    const id = authorityId('KBA');
    expect((await ask(query, { id })).authority).toMatchObject({
      name: 'Kraftfahrt-Bundesamt',
      level: 'FEDERAL',
      ags: null,
      plateCodes: [],
    });
    expect((await ask(query, { id }, 'en')).authority.name).toBe('Federal Motor Transport Authority (KBA)');
    for (const code of ['BUNDID', 'ZOLL'])
      expect((await ask(query, { id: authorityId(code) })).authority.level).toBe('FEDERAL');
  });

  test('that does not exist is null; what is no AGS is refused with what was expected', async () => {
    expect((await ask(byAgs, { ags: '99999999' })).authorityByAgs).toBeNull();
    for (const ags of ['', '147', '14713000x', "1'--", '147130000000']) {
      const { data, errors } = await subgraph.ask({}, byAgs, { ags });
      expect(data.authorityByAgs).toBeNull();
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(errors?.[0]?.message).toContain('2 digits for a state, 5 for a district or 8 for a municipality');
    }
  });

  test.each([
    [{ query: 'leipzik' }, 'Stadt Leipzig'],
    [{ query: '27711' }, 'Stadt Osterholz-Scharmbeck'],
    [{ query: 'Rotenburg', filter: { level: 'DISTRICT' } }, 'Landkreis Rotenburg (Wümme)'],
    [{ filter: { withinAgs: '14729', level: 'MUNICIPAL' } }, 'Große Kreisstadt Borna'],
    [{ query: 'customs' }, 'Zollverwaltung'],
  ])('is found by %j', async (variables, name) => {
    const list =
      'query ($query: String, $filter: AuthorityFilter) { authorities(query: $query, filter: $filter) { nodes { name } } }';
    expect((await ask(list, variables)).authorities.nodes.map((node: { name: string }) => node.name)).toContain(name);
  });

  test('in a list is within the area that the filter names', async () => {
    const list =
      'query ($within: String) { authorities(first: 100, filter: { withinAgs: $within }) { nodes { ags name } } }';
    const { nodes } = (await ask(list, { within: '14' })).authorities;
    expect(nodes.length).toBeGreaterThan(4);
    for (const { ags } of nodes) expect(ags ?? '14').toMatch(/^14/);
    const { errors } = await subgraph.ask({}, list, { within: '1%' });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('who is competent', () => {
  const competence = `query ($serviceId: ID!, $ags: String!) { competentAuthority(serviceId: $serviceId, ags: $ags) {
    authority { name } service { title } channels requiredAssurance documents fee { online { amount } counter { amount } basis } durationMinutes } }`;
  const nameFor = async (key: string, ags: string) =>
    (await ask(competence, { serviceId: serviceId(key), ags })).competentAuthority?.authority.name ?? null;

  test.each([
    ['99036008070003', '14713000', 'Stadt Leipzig'],
    ['99036008070003', '14713', 'Stadt Leipzig'],
    ['99036008070003', '03357039', 'Landkreis Rotenburg (Wümme)'],
    ['99036008070003', '03357', 'Landkreis Rotenburg (Wümme)'],
    ['99036009072003', '14729050', 'Landkreis Leipzig'],
    ['99115005104001', '14729050', 'Große Kreisstadt Borna'],
    ['99102013000000', '03357039', 'Stadt Rotenburg (Wümme)'],
    ['99102013000000', '03357', null],
    ['ifsg-56', '14713000', 'Landesdirektion Sachsen'],
    ['ifsg-56', '03357039', 'Landkreis Rotenburg (Wümme)'],
    ['ifsg-56', '06412000', 'Stadt Frankfurt am Main'],
    ['ifsg-56', '15002000', 'Land Sachsen-Anhalt'],
    ['99029003001000', '14713000', 'Kraftfahrt-Bundesamt'],
    ['vehicle-tax', '03356007', 'Zollverwaltung'],
    ['99102013000000', '99999999', null],
    ['unknown', '14713000', null],
  ])('for %s at %s: %s', async (key, ags, name) => {
    expect(await nameFor(key, ags)).toBe(name);
  });

  test('is told with channels, level, documents, fee and time', async () => {
    const { competentAuthority } = await ask(
      competence,
      { serviceId: serviceId('99036008007002'), ags: '14612000' },
      'en',
    );
    expect(competentAuthority).toMatchObject({
      authority: { name: 'Landeshauptstadt Dresden' },
      service: { title: 'Register a new vehicle' },
      channels: ['ONLINE', 'COUNTER'],
      requiredAssurance: 'HIGH',
      fee: { online: { amount: 2790 }, counter: { amount: 2700 } },
      durationMinutes: 20,
    });
    expect(competentAuthority.documents).toContain('Registration certificate part II (Fahrzeugbrief)');
  });

  test('cannot be asked for what is no AGS', async () => {
    const { errors } = await subgraph.ask({}, competence, { serviceId: serviceId('99102013000000'), ags: 'Leipzig' });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' }, path: ['competentAuthority'] });
    expect(errors?.[0]?.message).toContain('"Leipzig"');
  });
});

describe('plate district codes', () => {
  test('name their places and authorities; L is shared', async () => {
    const { plateDistrict } = await ask('{ plateDistrict(code: "l") { code places authorities { name } } }');
    expect(plateDistrict).toEqual({
      code: 'L',
      places: ['Leipzig', 'Landkreis Leipzig'],
      authorities: [{ name: 'Stadt Leipzig' }, { name: 'Landkreis Leipzig' }],
    });
    expect((await ask('{ plateDistrict(code: "QQ") { code } }')).plateDistrict).toBeNull();
  });

  test('are listed by code', async () => {
    const { plateDistricts } = await ask('{ plateDistricts(first: 3) { nodes { code } pageInfo { hasNextPage } } }');
    expect(plateDistricts.nodes.map(({ code }: { code: string }) => code)).toEqual(['BNA', 'BRV', 'C']);
    expect(plateDistricts.pageInfo.hasNextPage).toBe(true);
  });
});

describe('references', () => {
  const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Authority { ags name parents { name } } ... on Service { title } } }`;

  test('to authorities and services resolve in order, by either key; what is not there is null', async () => {
    const representations = [
      { __typename: 'Authority', ags: '14713000' },
      { __typename: 'Authority', id: authorityId('KBA') },
      { __typename: 'Authority', ags: '14713' },
      { __typename: 'Authority', ags: 'nonsense' },
      { __typename: 'Authority', ags: null },
      { __typename: 'Authority', id: 'nonsense' },
      { __typename: 'Service', id: serviceId('99102013000000') },
      { __typename: 'Service', id: serviceId('nothing') },
    ];
    const { _entities } = await ask(entities, { representations });
    expect(
      _entities.map((entity: { name?: string; title?: string } | null) => entity?.name ?? entity?.title ?? null),
    ).toEqual(['Stadt Leipzig', 'Kraftfahrt-Bundesamt', 'Stadt Leipzig', null, null, null, 'Hundesteuer', null]);
  });

  test('ask the database once for each key, however many there are', async () => {
    const statements: string[] = [];
    const db = connectDatabase<DirectoryDatabase>({
      url: subgraph.databaseUrl,
      schema: 'directory',
      applicationName: 'test',
    });
    const logged = db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(node.kind);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const store = openDirectoryStore(logged);
    const places = specimenPlaces.flatMap(({ ags, vehicleAuthority }) => [ags, vehicleAuthority]);
    const found = await Promise.all(places.map((ags) => store.authorities.byAgs.load(ags)));
    const rows = found.filter((row) => row !== null);
    expect(rows).toHaveLength(places.length);
    expect(statements).toHaveLength(1);
    await Promise.all(rows.map((row) => store.authorities.parents(row)));
    // Those above that were not asked for yet, and the federation.
    expect(statements).toHaveLength(3);
    await Promise.all(specimenPlaces.map(() => store.services.byId.load(serviceId('99102013000000'))));
    expect(statements).toHaveLength(4);
    await db.destroy();
  });

  test('are answered to the gateway alone', async () => {
    expect((await subgraph.ask(null, entities, { representations: [] })).status).toBe(401);
  });
});

test('a text that no database can hold is refused with the reason', async () => {
  const { errors } = await subgraph.ask({}, '{ plateDistrict(code: "L\\u0000") { code } }', {}, {});
  expect(errors).toMatchObject([
    { message: expect.stringContaining('U+0000'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
