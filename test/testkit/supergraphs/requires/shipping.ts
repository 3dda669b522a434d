import { federation, type Row, type SubgraphSource } from '../federated-graph.ts';
import { goods, parcels } from './data.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'requires', 'external', 'shareable')}
  type Query {
    shippable: [Product]
  }
  enum Currency {
    EUR
    CHF
    USD
  }
  enum Unit {
    G
    KG
  }
  type Product @key(fields: "id") {
    id: ID!
    price(currency: Currency! = EUR, quantity: Int = 1): Int @external
    weight(unit: Unit! = KG): Float @external
    size: Size @external
    related: [Product] @external
    name: String @external
    toSwitzerland: String @requires(fields: "price(currency: CHF) weight(unit: G)")
    toAmerica: String @requires(fields: "price(currency: USD, quantity: 2)")
    box: String @requires(fields: "size { width height }")
    bundle: String @requires(fields: "related { name price(currency: EUR) }")
    carrier(express: Boolean = false): Carrier
  }
  type Size @external {
    width: Int!
    height: Int
  }
  type Carrier {
    name: String!
    days: Int
  }
  type Parcel @key(fields: "id") {
    id: ID!
    vid: ID! @shareable
  }
`;

/** Text of a required value: `missing` where the gateway did not send it. */
export function told(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

/** What it takes to send it: computes only from what the representation says. */
export const shipping: SubgraphSource = {
  name: 'shipping',
  typeDefs,
  resolvers: {
    Query: { shippable: () => [{ id: 'g1', __typename: 'Product' }, null, { id: 'g2', __typename: 'Product' }] },
    Product: {
      __resolveReference: (reference) => (goods.some(({ id }) => id === reference['id']) ? reference : null),
      toSwitzerland: ({ price, weight }) => `CHF ${told(price)}, ${told(weight)} g`,
      toAmerica: ({ price }) => `USD ${told(price)}`,
      box: ({ size }) => `box ${told(size && sized(size as Row))}`,
      bundle: ({ related }) =>
        (related as (Row | null)[] | undefined)?.map((row) => row && bundled(row)).join('; ') ?? 'missing',
      carrier: ({ id }, { express }: { express: boolean | null }) =>
        id === 'g3' ? null : { name: express ? 'Courier' : 'Post', days: express ? 1 : null },
    },
    Parcel: { __resolveReference: ({ id }) => parcels.find((parcel) => parcel.id === id) ?? null },
  },
};

function sized({ width, height }: Row): Row {
  return { width, height };
}

function bundled({ name, price }: Row): string {
  return `${told(name)} at ${told(price)}`;
}
