import type { Row } from '../../../testkit/supergraphs/federated-graph.ts';
import { type AuditSuite, subgraph } from './suite.ts';

const reference = { __resolveReference: (row: Row) => row };

const chain: AuditSuite = {
  name: '@requires of what is itself required',
  subgraphs: [
    subgraph('a', `type Query { item: Item } type Item @key(fields: "id") { id: ID! price: Float }`, {
      Query: { item: () => ({ id: '1', price: 12 }) },
      Item: { __resolveReference: ({ id }) => ({ id, price: 12 }) },
    }),
    subgraph(
      'b',
      `type Item @key(fields: "id") { id: ID! price: Float @external hasDiscount: Boolean @requires(fields: "price") }`,
      {
        Item: { ...reference, hasDiscount: ({ price }) => Number(price) > 10 },
      },
    ),
    subgraph(
      'c',
      `type Item @key(fields: "id") { id: ID! hasDiscount: Boolean @external canAfford: Boolean @requires(fields: "hasDiscount") isCheap: Boolean }`,
      {
        Item: {
          ...reference,
          canAfford: ({ hasDiscount }) => (hasDiscount === undefined ? null : !hasDiscount),
          isCheap: () => false,
        },
      },
    ),
    subgraph(
      'd',
      `type Item @key(fields: "id") { id: ID! canAfford: Boolean @external isCheap: Boolean @external verdict: String @requires(fields: "canAfford isCheap") }`,
      {
        Item: { ...reference, verdict: ({ canAfford, isCheap }) => `${String(canAfford)} ${String(isCheap)}` },
      },
    ),
  ],
  cases: [
    { shows: 'goes over two hops', query: '{ item { canAfford } }', data: { item: { canAfford: false } } },
    { shows: 'goes over three hops', query: '{ item { verdict } }', data: { item: { verdict: 'false false' } } },
    {
      shows: 'shares what is asked for as well',
      query: '{ item { verdict hasDiscount price canAfford } }',
      data: { item: { verdict: 'false false', hasDiscount: true, price: 12, canAfford: false } },
    },
    {
      shows: 'is not misled by aliases',
      query: '{ item { price: verdict hasDiscount: canAfford canAfford: price } }',
      data: { item: { price: 'false false', hasDiscount: false, canAfford: 12 } },
    },
  ],
};

const circular: AuditSuite = {
  name: '@requires in a circle of subgraphs',
  subgraphs: [
    subgraph(
      'a',
      `type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }`,
      {
        Query: { feed: () => [{ id: '1' }, { id: '2' }] },
        Post: { ...reference, byExpert: ({ byNovice }) => byNovice === false },
      },
    ),
    subgraph(
      'b',
      `type Post @key(fields: "id") { id: ID! author: Author! byNovice: Boolean! @requires(fields: "author { years }") } type Author @key(fields: "id") { id: ID! years: Int! @external }`,
      {
        Post: {
          __resolveReference: ({ id, author }) => ({ id, author: author ?? { id: `w${String(id)}` } }),
          byNovice: ({ author }) => Number((author as Row)['years']) < 5,
        },
        Author: reference,
      },
    ),
    subgraph('c', `type Author @key(fields: "id") { id: ID! years: Int! }`, {
      Author: { __resolveReference: ({ id }) => ({ id, years: id === 'w1' ? 1 : 9 }) },
    }),
  ],
  cases: [
    {
      shows: 'is followed once round',
      query: '{ feed { byNovice } }',
      data: { feed: [{ byNovice: true }, { byNovice: false }] },
    },
    {
      shows: 'is followed twice',
      query: '{ feed { byExpert } }',
      data: { feed: [{ byExpert: false }, { byExpert: true }] },
    },
    {
      shows: 'gives everything',
      query: '{ feed { byExpert byNovice author { years id } } }',
      data: {
        feed: [
          { byExpert: false, byNovice: true, author: { years: 1, id: 'w1' } },
          { byExpert: true, byNovice: false, author: { years: 9, id: 'w2' } },
        ],
      },
    },
  ],
};

const accounts = {
  u1: { __typename: 'Staff', id: 'k1', email: 'a@example.org', since: 1999 },
  u2: { __typename: 'Guest', id: 'k2', host: 'u1' },
} as const;

const abstractRequires: AuditSuite = {
  name: '@requires with fragments on an abstract type',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User!]! } type User @key(fields: "id") { id: ID! account: Account place: Place }
       interface Account { id: ID! } type Staff implements Account { id: ID! email: String since: Int } type Guest implements Account { id: ID! host: ID }
       union Place = Office | Home type Office { room: Int } type Home { city: String }`,
      {
        Query: { users: () => [{ id: 'u1' }, { id: 'u2' }] },
        User: {
          ...reference,
          account: ({ id }) => accounts[id as 'u1'],
          place: ({ id }) => (id === 'u1' ? { __typename: 'Office', room: 7 } : { __typename: 'Home', city: 'Ulm' }),
        },
      },
    ),
    subgraph(
      'b',
      `type User @key(fields: "id") { id: ID! account: Account @external place: Place @external
         label: String @requires(fields: "account { id ... on Staff { email since } ... on Guest { host } }")
         where: String @requires(fields: "place { ... on Office { room } ... on Home { city } }") }
       interface Account { id: ID! } type Staff implements Account @external { id: ID! email: String since: Int } type Guest implements Account @external { id: ID! host: ID }
       union Place = Office | Home type Office @external { room: Int } type Home @external { city: String }`,
      {
        User: {
          ...reference,
          label: ({ account }) => described(account as Row, ['id', 'email', 'since', 'host']),
          where: ({ place }) => described(place as Row, ['room', 'city']),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'sends what belongs to each type',
      query: '{ users { label } }',
      data: { users: [{ label: 'k1 a@example.org 1999' }, { label: 'k2 u1' }] },
    },
    {
      shows: 'sends a union',
      query: '{ users { where } }',
      data: { users: [{ where: '7' }, { where: 'Ulm' }] },
    },
    {
      shows: 'is not misled by what the client selects',
      query: '{ users { label where account { id: __typename ... on Guest { email: host } } } }',
      data: {
        users: [
          { label: 'k1 a@example.org 1999', where: '7', account: { id: 'Staff' } },
          { label: 'k2 u1', where: 'Ulm', account: { id: 'Guest', email: 'u1' } },
        ],
      },
    },
  ],
};

function described(row: Row | null, keys: string[]): string {
  return keys
    .flatMap((key) => (row?.[key] === undefined ? [] : [JSON.stringify(row[key])]))
    .join(' ')
    .replaceAll('"', '');
}

const withArguments: AuditSuite = {
  name: '@requires with arguments',
  subgraphs: [
    subgraph(
      'a',
      `type Query { items: [Item!]! } enum Currency { EUR USD } type Item @key(fields: "upc") { upc: ID! price(currency: Currency!): Int weight(unit: String = "g"): Int comments(first: Int): [Comment] } type Comment @key(fields: "id") { id: ID! text(upper: Boolean = false): String }`,
      {
        Query: { items: () => [{ upc: '1' }, { upc: '2' }] },
        Item: {
          ...reference,
          price: ({ upc }, { currency }: { currency: string }) => Number(upc) * (currency === 'USD' ? 10 : 15),
          weight: (_, { unit }: { unit: string }) => (unit === 'kg' ? 1 : 1000),
          comments: ({ upc }, { first }: { first?: number | null }) =>
            Array.from({ length: first ?? 3 }, (_, at) => ({ id: `${String(upc)}-${at}` })),
        },
        Comment: {
          ...reference,
          text: ({ id }, { upper }: { upper: boolean }) => (upper ? `C${String(id)}` : `c${String(id)}`),
        },
      },
    ),
    subgraph(
      'b',
      `enum Currency { EUR USD } type Item @key(fields: "upc") { upc: ID! price(currency: Currency!): Int @external weight(unit: String = "g"): Int @external comments(first: Int): [Comment] @external
         estimate: Int @requires(fields: "price(currency: USD) weight(unit: \\"kg\\")")
         estimateEur: Int @requires(fields: "price(currency: EUR) weight")
         digest: String @requires(fields: "comments(first: 2) { text(upper: true) }") }
       type Comment @key(fields: "id") { id: ID! text(upper: Boolean = false): String @external }`,
      {
        Item: {
          ...reference,
          estimate: ({ price, weight }) => Number(price) + Number(weight),
          estimateEur: ({ price, weight }) => Number(price) + Number(weight),
          digest: ({ comments }) => (comments as Row[]).map(({ text }) => text).join(),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'sends the value for those arguments',
      query: '{ items { estimate } }',
      data: { items: [{ estimate: 11 }, { estimate: 21 }] },
    },
    {
      shows: 'keeps two sets of arguments apart',
      query: '{ items { estimate estimateEur } }',
      data: {
        items: [
          { estimate: 11, estimateEur: 1015 },
          { estimate: 21, estimateEur: 1030 },
        ],
      },
    },
    {
      shows: 'keeps the client’s own arguments apart',
      query: '{ items { estimate price(currency: EUR) weight } }',
      data: {
        items: [
          { estimate: 11, price: 15, weight: 1000 },
          { estimate: 21, price: 30, weight: 1000 },
        ],
      },
    },
    {
      shows: 'reaches into lists',
      query: '{ items { digest comments(first: 1) { text } } }',
      data: {
        items: [
          { digest: 'C1-0,C1-1', comments: [{ text: 'c1-0' }] },
          { digest: 'C2-0,C2-1', comments: [{ text: 'c2-0' }] },
        ],
      },
    },
  ],
};

const overridden: AuditSuite = {
  name: '@requires of a field that moved by @override',
  subgraphs: [
    subgraph('a', `type Query { a: Thing } type Thing @key(fields: "id") { id: ID! name: String! cName: String }`, {
      Query: { a: () => ({ id: '1' }) },
      Thing: { __resolveReference: ({ id }) => ({ id, name: 'a.name' }) },
    }),
    subgraph(
      'b',
      `type Query { b: Thing } type Thing @key(fields: "id") { id: ID! name: String! @override(from: "a") }`,
      {
        Query: { b: () => ({ id: '1', name: 'b.name' }) },
        Thing: { __resolveReference: ({ id }) => ({ id, name: 'b.name' }) },
      },
    ),
    subgraph(
      'c',
      `type Query { c: Thing } type Thing @key(fields: "id") { id: ID! name: String! @external cName: String @requires(fields: "name") @override(from: "a") }`,
      {
        Query: { c: () => ({ id: '1' }) },
        Thing: { ...reference, cName: ({ name }) => `c of ${String(name)}` },
      },
    ),
  ],
  cases: ['a', 'b', 'c'].map((root) => ({
    shows: `works from subgraph ${root}`,
    query: `{ ${root} { id name cName } }`,
    data: { [root]: { id: '1', name: 'b.name', cName: 'c of b.name' } },
  })),
};

export const requires: readonly AuditSuite[] = [chain, circular, abstractRequires, withArguments, overridden];
