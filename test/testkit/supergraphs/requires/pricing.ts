import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, goods, makers, parcels } from './data.ts';

type Product = (typeof goods)[number];
const RATES: Record<string, number> = { EUR: 1, CHF: 2, USD: 4 };

const typeDefs = /* GraphQL */ `
  ${federation('key', 'override', 'provides', 'external', 'shareable')}
  type Query {
    cheapest(below: Int): [Product!]
    offer: Offer
  }
  enum Currency {
    EUR
    CHF
    USD
  }
  type Product @key(fields: "ean") @key(fields: "id") {
    id: ID!
    ean: ID
    price(currency: Currency! = EUR, quantity: Int = 1): Int
    stock: Int @override(from: "goods")
    reserved: Int @override(from: "goods", label: "percent(40)")
    name: String @external
  }
  type Offer {
    text: String
    product: Product @provides(fields: "name")
  }
  type Maker @key(fields: "site { zip } id") {
    id: ID!
    site: Site!
    staff: Int
  }
  type Site @shareable {
    zip: String!
  }
  type Parcel @key(fields: "id") {
    id: ID!
    pid: ID! @shareable
    insured: Boolean
  }
`;

/** What it costs; took over the count of stock from goods. */
export const pricing: SubgraphSource = {
  name: 'pricing',
  typeDefs,
  resolvers: {
    Query: {
      cheapest: (_, { below }: { below?: number | null }) => goods.filter(({ price }) => (price ?? 0) < (below ?? 99)),
      offer: () => ({ text: 'two for one', product: goods[0] }),
    },
    Product: {
      __resolveReference: ({ id, ean }) =>
        goods.find((row) => (id === undefined ? row.ean === ean : row.id === id)) ?? null,
      price: ({ price }: Product, { currency, quantity }: { currency: string; quantity: number | null }) =>
        price && price * (RATES[currency] ?? 0) * (quantity ?? 1),
      stock: ({ stock }: Product) => stock,
      reserved: ({ stock }: Product) => stock && stock - 1,
    },
    Maker: {
      __resolveReference: ({ id, site }) =>
        makers.find((maker) => maker.id === id && maker.site.zip === (site as { zip?: unknown } | undefined)?.zip) ??
        null,
    },
    Parcel: {
      __resolveReference: ({ id }) => byId<(typeof parcels)[number]>(parcels, id),
      insured: ({ id }) => id === 'q1',
    },
  },
};
