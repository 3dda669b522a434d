import { federation, type Row, type SubgraphSource } from '../federated-graph.ts';
import { byId, places, visits } from './data.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'shareable', 'interfaceObject', 'external', 'requires')}
  type Query {
    busiest: Place
    visit(id: ID!): Visit
    diary: [[Entry]!]
  }
  type Mutation {
    call(id: ID!): Visit
    strike(id: ID!): Int
  }
  type Place @key(fields: "id") @interfaceObject {
    id: ID!
    name: String @external
    greeting(polite: Boolean! = true): String @requires(fields: "name")
    visits: [Visit!]!
    peaks: [[Place]!]
  }
  type Visit @key(fields: "id") @key(fields: "number") {
    id: ID!
    number: Int!
    at: Place!
    log: [[Entry!]!]
  }
  type Note {
    text: String
    about: Place
  }
  union Entry = Note | Visit
`;

type Visit = (typeof visits)[number];

const place = (id: unknown): Row | null => byId<(typeof places)[number]>(places, id);

function entry(written: Row | string): Row | null {
  return typeof written === 'string' ? byId<Visit>(visits, written) : written;
}

/** Who comes when: knows places as one type. */
export const visiting: SubgraphSource = {
  name: 'visiting',
  typeDefs,
  resolvers: {
    Query: {
      busiest: () => places[0],
      visit: (_, { id }) => byId<Visit>(visits, id),
      diary: () => [[visits[0], null, visits[0].log[0][0]], [], [visits[2]]],
    },
    Mutation: {
      call: (_, { id }) => byId<Visit>(visits, id),
      strike: (_, { id }) => byId<Visit>(visits, id)?.number ?? null,
    },
    Place: {
      __resolveReference: (reference) => {
        const row = place(reference['id']);
        return row && { ...row, ...reference };
      },
      greeting: ({ name }, { polite }) => greeting(name, polite),
      visits: ({ id }) => visits.filter(({ at }) => at === id),
      peaks: ({ id }) => (id === '2' ? null : [[place('1'), null], [], [place('2')]]),
    },
    Visit: {
      __resolveReference: ({ id, number }) =>
        (id === undefined ? visits.find((visit) => visit.number === number) : byId<Visit>(visits, id)) ?? null,
      at: ({ at }) => place(at),
      log: ({ log }: Visit) => log.map((entries: readonly (Row | string)[]) => entries.map(entry)),
    },
    Note: { about: ({ about }) => place(about) },
  },
};

/** Text of what was required: told whether it came. */
export function greeting(name: unknown, polite: unknown): string {
  return `${polite === true ? 'Welcome to' : 'Hi'} ${name === undefined ? 'missing' : JSON.stringify(name)}`;
}
