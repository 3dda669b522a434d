import { federation, type SubgraphSource } from '../federated-graph.ts';
import { parcels } from './data.ts';
import { told } from './shipping.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'requires', 'external')}
  type Parcel @key(fields: "pid vid") {
    pid: ID!
    vid: ID!
    status: ParcelStatus
    history: [String!]!
  }
  enum ParcelStatus {
    SENT
    LOST
  }
  type Product @key(fields: "ean") {
    ean: ID
    toSwitzerland: String @external
    box: String @external
    label: String! @requires(fields: "toSwitzerland box")
  }
`;

/** Where it is: finds a parcel by two numbers that two other subgraphs have one each of. */
export const tracking: SubgraphSource = {
  name: 'tracking',
  typeDefs,
  resolvers: {
    Parcel: {
      __resolveReference: ({ pid, vid }) => parcels.find((parcel) => parcel.pid === pid && parcel.vid === vid) ?? null,
      history: ({ status }) => ['PACKED', String(status)],
    },
    Product: {
      __resolveReference: (reference) => (reference['ean'] === null ? null : reference),
      label: ({ toSwitzerland, box }) => `${told(toSwitzerland)} in ${told(box)}`,
    },
  },
};
