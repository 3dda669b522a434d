import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, leaflets, places, settings } from './data.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'shareable')}
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!] = ["1", "6", "2"]): [Node]!
    places: [Place!]!
    grid: [[Place]]
    strict: [[Asset!]!]!
    cube: [[[Node]!]]!
    desks: [[Staffed!]!]
    settings: [Json]
    echo(
      value: Json
      number: Float
      words: [[String]!]
      order: [Rank!] = [LOW]
      filter: Filter = { rank: HIGH }
    ): String
    first(filter: Filter!): Place
  }
  type Mutation {
    rename(id: ID!, name: String): Place
    fold(id: ID!): [[Asset!]!]
  }
  scalar Json
  enum Rank {
    LOW
    HIGH
  }
  input Filter {
    rank: Rank! = LOW
    ranks: [Rank] = [HIGH, null]
    ids: [ID!]
    not: Filter
    limit: Int = 2
    extra: Json
  }
  interface Node {
    id: ID!
  }
  interface Place implements Node @key(fields: "id") {
    id: ID!
    name: String
    near: [[Place!]]
  }
  interface Staffed implements Node {
    id: ID!
    name: String
    near: [[Place!]]
    staff: [Int!]!
  }
  type Counter implements Node & Place & Staffed @key(fields: "id") {
    id: ID!
    name: String
    near: [[Place!]]
    staff: [Int!]!
  }
  type Kiosk implements Node & Place @key(fields: "id") {
    id: ID!
    name: String
    near: [[Place!]]
  }
  type Leaflet implements Node @key(fields: "id") {
    id: ID!
    text: String
    pages: [[String!]!]
  }
  union Asset = Counter | Kiosk | Leaflet
`;

const all = [...places, ...leaflets];

function find(id: unknown) {
  return byId<(typeof all)[number]>(all, id);
}

const ofPlace = {
  __resolveReference: ({ id }: { id?: unknown }) => byId<(typeof places)[number]>(places, id),
  near: ({ near }: (typeof places)[number]) => near?.map((ids) => ids && ids.map(find)) ?? null,
};

/** What stands where: lists of lists of abstract types, interfaces that implement interfaces. */
export const registry: SubgraphSource = {
  name: 'registry',
  typeDefs,
  resolvers: {
    Query: {
      node: (_, { id }) => find(id),
      nodes: (_, { ids }: { ids: string[] | null }) => ids?.map(find) ?? [],
      places: () => places,
      grid: () => [[places[0], null, places[1]], null, [], [places[2]]],
      strict: () => [[places[0], leaflets[0]], [], [places[1], leaflets[1]]],
      cube: () => [[[leaflets[0], null], []], null, [[places[2]]]],
      desks: () => [[places[0]], [places[2], places[0]]],
      settings: () => settings,
      echo: (_, args) => JSON.stringify(args),
      first: (_, { filter }: { filter: { ids?: string[] | null; limit?: number | null } }) =>
        places.find(({ id }) => filter.ids?.includes(id)) ?? places[filter.limit ?? 0] ?? null,
    },
    Mutation: {
      rename: (_, { id, name }) => {
        const place = places.find((candidate) => candidate.id === id);
        return place ? { ...place, name: name ?? null } : null;
      },
      fold: (_, { id }) => [[find(id)], leaflets],
    },
    Place: ofPlace,
    Counter: ofPlace,
    Kiosk: ofPlace,
    Leaflet: { __resolveReference: ({ id }) => byId<(typeof leaflets)[number]>(leaflets, id) },
  },
};
