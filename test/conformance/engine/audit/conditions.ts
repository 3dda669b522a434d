import type { Row } from '../../../testkit/supergraphs/federated-graph.ts';
import { type AuditSuite, mustNotBeAsked, subgraph } from './suite.ts';

const conditions: AuditSuite = {
  name: '@include and @skip',
  subgraphs: [
    subgraph(
      'a',
      `type Query { item: Item } type Item @key(fields: "id") { id: ID! price: Float maker: Maker seal: String! }
       type Maker @key(fields: "id") { id: ID! }`,
      {
        Query: { item: () => ({ id: '1', price: 9, maker: { id: 'm' } }) },
        Item: { __resolveReference: ({ id }) => ({ id, price: 9 }), seal: mustNotBeAsked('seal') },
      },
    ),
    subgraph(
      'b',
      `type Item @key(fields: "id") { id: ID! price: Float @external isDear: Boolean @requires(fields: "price") }
       type Maker @key(fields: "id") { id: ID! town: String }`,
      {
        Item: { __resolveReference: (row) => row, isDear: ({ price }) => Number(price) > 5 },
        Maker: { __resolveReference: (row) => row, town: () => 'Beispielhausen' },
      },
    ),
    subgraph(
      'c',
      `type Item @key(fields: "id") { id: ID! isDear: Boolean @external stay: Boolean @requires(fields: "isDear") never: Boolean @requires(fields: "isDear") }`,
      {
        Item: { __resolveReference: (row) => row, stay: ({ isDear }) => isDear, never: mustNotBeAsked('never') },
      },
    ),
  ],
  cases: [
    {
      shows: 'leave a field out',
      query: 'query ($no: Boolean = false) { item { price never @include(if: $no) } }',
      data: { item: { price: 9 } },
    },
    {
      shows: 'skip a field',
      query: 'query ($yes: Boolean = true) { item { price never @skip(if: $yes) } }',
      data: { item: { price: 9 } },
    },
    {
      shows: 'keep a field',
      query: 'query ($yes: Boolean = true) { item { price stay @include(if: $yes) } }',
      data: { item: { price: 9, stay: true } },
    },
    {
      shows: 'do not skip a field',
      query: 'query ($no: Boolean = false) { item { price stay @skip(if: $no) } }',
      data: { item: { price: 9, stay: true } },
    },
    {
      shows: 'take a given value before the default',
      query: 'query ($yes: Boolean = false) { item { stay @include(if: $yes) } }',
      variables: { yes: true },
      data: { item: { stay: true } },
    },
    {
      shows: 'work on fragments',
      query:
        'query ($no: Boolean!) { item { ...F @include(if: $no) ... @skip(if: $no) { id } } } fragment F on Item { never }',
      variables: { no: false },
      data: { item: { id: '1' } },
    },
    {
      shows: 'leave a field out that stands beside one of another subgraph, so that it cannot fail',
      query: 'query ($no: Boolean!) { item { price ... @include(if: $no) { maker { town } seal } } }',
      variables: { no: false },
      data: { item: { price: 9 } },
    },
    {
      shows: 'keep a field of another subgraph',
      query: 'query ($no: Boolean!) { item { price ... @skip(if: $no) { maker { town } } } }',
      variables: { no: false },
      data: { item: { price: 9, maker: { town: 'Beispielhausen' } } },
    },
    { shows: 'leave everything out', query: '{ item @skip(if: true) { never } }', data: {} },
    {
      shows: 'leave an object empty',
      query: 'query ($no: Boolean!) { item { never @include(if: $no) } }',
      variables: { no: false },
      data: { item: {} },
    },
    {
      shows: 'need both to agree',
      query: '{ item { id @include(if: true) @skip(if: false) never @include(if: true) @skip(if: true) } }',
      data: { item: { id: '1' } },
    },
    {
      shows: 'keep what is selected elsewhere',
      query: '{ item { price @skip(if: true) ... on Item { price } } }',
      data: { item: { price: 9 } },
    },
  ],
};

const counters = new Map<string, number>();
const change = (step: (before: number, args: Row) => number) => (_: Row, args: Row) => {
  const key = String(args['requestId']);
  const value = step(counters.get(key) ?? 0, args);
  counters.set(key, value);
  return value;
};

const mutations: AuditSuite = {
  name: 'mutations',
  subgraphs: [
    subgraph(
      'a',
      `type Query { item(id: ID!): Item } input NewItem { name: String! price: Float! }
       type Mutation { addItem(input: NewItem!): Item! multiply(by: Int!, requestId: String!): Int! addGroup(name: String!): Group @shareable }
       type Item @key(fields: "id") { id: ID! name: String price: Float } type Group @key(fields: "id") { id: ID! name: String! }`,
      {
        Query: { item: (_, { id }: { id: string }) => ({ id, name: 'one', price: 9 }) },
        Mutation: {
          addItem: (_, { input }: { input: Row }) => ({ id: 'new', ...input }),
          multiply: change((before, { by }) => before * Number(by)),
          addGroup: (_, { name }: { name: string }) => ({ id: 'g', name }),
        },
        Item: { __resolveReference: ({ id }) => ({ id, name: 'one', price: id === 'new' ? 600 : 9 }) },
        Group: { __resolveReference: ({ id }) => ({ id, name: 'group' }) },
      },
    ),
    subgraph(
      'b',
      `type Mutation { add(num: Int!, requestId: String!): Int! remove(requestId: String!): Int! }
       type Item @key(fields: "id") { id: ID! price: Float @external isDear: Boolean @requires(fields: "price") isThere: Boolean }`,
      {
        Mutation: { add: change((before, { num }) => before + Number(num)), remove: change((before) => before) },
        Item: { __resolveReference: (row) => row, isDear: ({ price }) => Number(price) > 100, isThere: () => true },
      },
    ),
  ],
  cases: [
    {
      shows: 'give what they made, with what others know of it',
      query: 'mutation { addItem(input: { name: "new", price: 600 }) { name price isDear isThere } }',
      data: { addItem: { name: 'new', price: 600, isDear: true, isThere: true } },
    },
    {
      shows: 'do not disturb queries',
      query: '{ item(id: "1") { id name price isDear isThere } }',
      data: { item: { id: '1', name: 'one', price: 9, isDear: false, isThere: true } },
    },
    {
      shows: 'run one after the other over subgraphs',
      query:
        'mutation { five: add(num: 5, requestId: "r") ten: multiply(by: 2, requestId: "r") twelve: add(num: 2, requestId: "r") last: remove(requestId: "r") }',
      data: { five: 5, ten: 10, twelve: 12, last: 12 },
    },
    {
      shows: 'run in the order of fragments',
      query:
        'mutation { ...F b: multiply(by: 3, requestId: "s") } fragment F on Mutation { a: add(num: 1, requestId: "s") }',
      data: { a: 1, b: 3 },
    },
    {
      shows: 'take variables',
      query: 'mutation ($input: NewItem!) { addItem(input: $input) { isDear } }',
      variables: { input: { name: 'n', price: 1 } },
      data: { addItem: { isDear: false } },
    },
    {
      shows: 'are sent once, though two subgraphs could',
      query: 'mutation { addGroup(name: "x") { id name } }',
      data: { addGroup: { id: 'g', name: 'x' } },
    },
  ],
};

export const operations: readonly AuditSuite[] = [conditions, mutations];
