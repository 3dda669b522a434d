import { federation, type SubgraphSource } from '../federated-graph.ts';
import { authorities, byId, citizens } from './data.ts';

type Citizen = (typeof citizens)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    me: Citizen
    citizen(id: ID!): Citizen
    citizens(first: Int = 3): [Citizen!]!
  }
  type Mutation {
    changeCity(input: ChangeCityInput!): ChangeCityPayload
  }
  input ChangeCityInput {
    citizen: ID!
    city: String = "Neustadt"
  }
  type ChangeCityPayload {
    city: String!
    citizen: Citizen
  }
  type Citizen @key(fields: "id") {
    id: ID!
    name: PersonName!
    assurance: Assurance!
    residence: Residence
    contacts: [Contact!]
  }
  type PersonName {
    given: String!
    family: String!
    full(style: NameStyle = GIVEN_FIRST): String!
  }
  enum NameStyle {
    GIVEN_FIRST
    FAMILY_FIRST
  }
  enum Assurance {
    LOW
    SUBSTANTIAL
    HIGH
  }
  type Residence {
    street: String
    city: String!
    authority: Authority
  }
  type Authority @key(fields: "id", resolvable: false) {
    id: ID!
  }
  union Contact = Email | Phone
  type Email {
    address: String!
    verified: Boolean
  }
  type Phone {
    number: Int!
    verified: Boolean!
  }
`;

/** Who the citizens are. */
export const identity: SubgraphSource = {
  name: 'identity',
  typeDefs,
  resolvers: {
    Query: {
      me: () => citizens[0],
      citizen: (_, { id }: { id: string }) => byId(citizens, id),
      citizens: (_, { first }: { first: number | null }) => citizens.slice(0, Math.max(0, first ?? 4)),
    },
    Mutation: {
      changeCity: (_, { input }: { input: { citizen: string; city: string | null } }) => ({
        city: input.city,
        citizen: byId(citizens, input.citizen),
      }),
    },
    Citizen: {
      __resolveReference: ({ id }) => byId(citizens, id),
      name: (citizen: Citizen) => citizen,
      residence: (citizen: Citizen) =>
        citizen.city === null
          ? null
          : { street: citizen.street, city: citizen.city, authority: byId(authorities, citizen.authority) },
      contacts: (citizen: Citizen) =>
        citizen.id === 'c3'
          ? null
          : [
              { __typename: 'Email', address: `${citizen.given}@example.org`, verified: true },
              { __typename: 'Phone', number: 110, verified: citizen.id === 'c1' },
            ],
    },
    PersonName: {
      full: ({ given, family }: Citizen, { style }: { style: string | null }) =>
        style === 'FAMILY_FIRST' ? `${family}, ${given}` : `${given} ${family}`,
    },
  },
};
