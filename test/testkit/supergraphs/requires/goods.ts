import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, goods as rows, makers, parcels } from './data.ts';

type Product = (typeof rows)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key', 'shareable')}
  type Query {
    product(id: ID!): Product
    products: [Product]!
    parcel(id: ID!): Parcel
    parcels: [[Parcel]!]
  }
  type Product @key(fields: "id") @key(fields: "ean") {
    id: ID!
    ean: ID
    name: String @shareable
    weight(unit: Unit! = KG): Float
    size: Size
    stock: Int
    reserved: Int
    maker: Maker
    related: [Product]
  }
  enum Unit {
    G
    KG
  }
  type Size {
    width: Int!
    height: Int
  }
  type Maker @key(fields: "id site { zip }") {
    id: ID!
    site: Site!
    name: String
  }
  type Site @shareable {
    zip: String!
    city: String
  }
  type Parcel @key(fields: "id") {
    id: ID!
    weight: Int
  }
`;

/** What there is. */
export const goods: SubgraphSource = {
  name: 'goods',
  typeDefs,
  resolvers: {
    Query: {
      product: (_, { id }: { id: string }) => byId<Product>(rows, id),
      products: () => [...rows, null],
      parcel: (_, { id }: { id: string }) => byId<(typeof parcels)[number]>(parcels, id),
      parcels: () => [[parcels[0], null], [], [parcels[1], parcels[0]]],
    },
    Product: {
      __resolveReference: ({ id, ean }) =>
        rows.find((row) => (id === undefined ? row.ean === ean : row.id === id)) ?? null,
      weight: ({ weight }: Product, { unit }: { unit: string }) => weight && (unit === 'G' ? weight * 1000 : weight),
      reserved: ({ stock }: Product) => stock && stock - 1,
      maker: ({ maker }: Product) => byId<(typeof makers)[number]>(makers, maker),
      related: ({ related }: Product) => related.map((id) => byId<Product>(rows, id)),
    },
    Maker: { __resolveReference: ({ id }) => byId<(typeof makers)[number]>(makers, id) },
    Parcel: { __resolveReference: ({ id }) => byId<(typeof parcels)[number]>(parcels, id) },
  },
};
