import { federation, type FederatedGraph } from '../../../testkit/supergraphs/federated-graph.ts';

const ada = { __typename: 'Citizen', id: 'c1', name: 'Ada' };

/** Two services: `citizens`, which is well, and `payments`, whose place a test takes with a server that is not. */
export const faultsGraph: FederatedGraph = {
  name: 'faults',
  subgraphs: [
    {
      name: 'citizens',
      typeDefs: /* GraphQL */ `
        ${federation('key')}
        type Query {
          me: Citizen
          open: String
        }
        type Citizen @key(fields: "id") {
          id: ID!
          name: String!
        }
      `,
      resolvers: { Query: { me: () => ada, open: () => 'open' } },
    },
    {
      name: 'payments',
      typeDefs: /* GraphQL */ `
        ${federation('key')}
        type Query {
          ledger: [Payment!]
        }
        type Mutation {
          pay(id: ID!): Payment
        }
        type Citizen @key(fields: "id") {
          id: ID!
          payments: [Payment!]
        }
        type Payment @key(fields: "id") {
          id: ID!
          amount: Int!
        }
      `,
      resolvers: {},
    },
  ],
  ids: ['c1'],
  failable: [],
  forgetful: [],
};
