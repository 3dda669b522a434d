import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, leaflets, places, visits } from './data.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'shareable', 'external', 'provides')}
  type Query {
    twins: [[Counter]]
    holders: [[Holder!]]!
  }
  type Counter @key(fields: "id") {
    id: ID!
    queue: [[Int!]]
    twin: Counter
    settings: Json
    share: Float!
  }
  type Kiosk @key(fields: "id") {
    id: ID!
    twin: Leaflet
    share: Float
  }
  type Leaflet @key(fields: "id") {
    id: ID!
    share: Float
    holder: Holder!
  }
  scalar Json
  type Visit @key(fields: "number") {
    number: Int!
    checked: Boolean!
    counter: Counter!
  }
  union Holder = Counter | Visit
`;

type Place = (typeof places)[number];

const place = (id: unknown) => byId<Place>(places, id);
const visit = (id: unknown) => byId<(typeof visits)[number]>(visits, id);
const leaflet = (id: unknown) => byId<(typeof leaflets)[number]>(leaflets, id);

/** What is waited for: other fields, of other types, under the same names. */
export const queueing: SubgraphSource = {
  name: 'queueing',
  typeDefs,
  resolvers: {
    Query: {
      twins: () => [[places[0], null], null, [places[2], places[0]]],
      holders: () => [[places[0], visits[1]], null, []],
    },
    Counter: {
      __resolveReference: ({ id }) => place(id),
      twin: ({ twin }) => place(twin),
      settings: ({ id }) => (id === '1' ? { of: { id: '2', __typename: 'Kiosk', name: null } } : null),
      share: ({ id }) => Number(id) / 8,
    },
    Kiosk: {
      __resolveReference: ({ id }) => place(id),
      twin: ({ twin }) => leaflet(twin),
      share: () => 1,
    },
    Leaflet: {
      __resolveReference: ({ id }) => leaflet(id),
      share: ({ id }) => (id === '5' ? -1e-7 : null),
      holder: ({ holder }) => place(holder) ?? visit(holder),
    },
    Visit: {
      __resolveReference: ({ number }) =>
        number === null ? null : (visits.find((candidate) => candidate.number === number) ?? null),
      counter: () => places[2],
    },
  },
};
