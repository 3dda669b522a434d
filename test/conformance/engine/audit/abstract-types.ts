import { type AuditSuite, mustNotBeAsked, subgraph } from './suite.ts';

const devices = [
  { __typename: 'Oven', id: 'o1', watts: 3, warranty: 2 },
  { __typename: 'Toaster', id: 't1', watts: 4 },
];
const find = ({ id }: { id?: unknown }) => devices.find((device) => device.id === id) ?? null;

const typenames: AuditSuite = {
  name: '__typename',
  subgraphs: [
    subgraph(
      'a',
      `type Query { either: Device node: Node people: [Person!]! }
       union Device = Oven | Toaster
       interface Node { id: ID! }
       type Oven implements Node @key(fields: "id") { id: ID! }
       type Toaster implements Node @key(fields: "id") { id: ID! watts: Int }
       interface Person { id: ID! }
       type Admin implements Person @key(fields: "id") { id: ID! }`,
      {
        Query: { either: () => devices[0], node: () => devices[1], people: () => [{ __typename: 'Admin', id: 'u1' }] },
        Toaster: { __resolveReference: find },
        Oven: { __resolveReference: find },
      },
    ),
    subgraph(
      'b',
      `type Oven @key(fields: "id") { id: ID! heat: Int } type Admin @key(fields: "id") { id: ID! rights: [String!] }`,
      {
        Oven: { __resolveReference: ({ id }) => ({ id, heat: 200 }) },
        Admin: { __resolveReference: ({ id }) => ({ id, rights: ['all'] }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'and its aliases in a union',
      query: '{ either { __typename type: __typename } }',
      data: { either: { __typename: 'Oven', type: 'Oven' } },
    },
    {
      shows: 'and its aliases in an interface',
      query: '{ node { id __typename type: __typename t: __typename } }',
      data: { node: { id: 't1', __typename: 'Toaster', type: 'Toaster', t: 'Toaster' } },
    },
    {
      shows: 'inside fragments',
      query: '{ either { __typename ... on Oven { kind: __typename heat } ... on Toaster { kind: __typename } } }',
      data: { either: { __typename: 'Oven', kind: 'Oven', heat: 200 } },
    },
    {
      shows: 'is the object’s, not the interface’s',
      query: '{ people { __typename ... on Admin { rights } } }',
      data: { people: [{ __typename: 'Admin', rights: ['all'] }] },
    },
    {
      shows: 'at the root needs no subgraph',
      query: '{ __typename again: __typename }',
      data: { __typename: 'Query', again: 'Query' },
    },
  ],
};

const distributed: AuditSuite = {
  name: 'an interface that subgraphs implement by different types',
  subgraphs: [
    subgraph(
      'a',
      `type Query { devices: [Device!] }
       union Device = Oven | Toaster
       interface Node { id: ID! }
       interface WithWarranty { warranty: Int }
       type Oven implements WithWarranty @key(fields: "id") { id: ID! warranty: Int }
       type Toaster implements Node @key(fields: "id") { id: ID! }`,
      { Query: { devices: () => devices }, Oven: { __resolveReference: (key) => ({ ...key, warranty: 2 }) } },
    ),
    subgraph(
      'b',
      `type Query { nodes: [Node!] node(id: ID!): Node toasters: [Toaster!]! }
       interface Node { id: ID! }
       interface WithWarranty { warranty: Int }
       type Oven implements Node @key(fields: "id") { id: ID! }
       type Toaster implements Node & WithWarranty @key(fields: "id") { id: ID! warranty: Int }`,
      {
        Query: {
          nodes: () => [{ ...devices[1], warranty: 5 }],
          node: (_, { id }: { id: string }) =>
            id === 'x1' ? { __typename: 'Fridge', id } : { ...find({ id }), warranty: 5 },
          toasters: () => [{ ...devices[1], warranty: 5 }],
        },
        Toaster: { __resolveReference: (key) => ({ ...key, warranty: 5 }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'is matched in a union',
      query: '{ devices { ... on Node { id } } }',
      data: { devices: [{ id: 'o1' }, { id: 't1' }] },
    },
    {
      shows: 'is matched where only some of them know it',
      query: '{ nodes { ... on Toaster { warranty } ... on Oven { id } } }',
      data: { nodes: [{ warranty: 5 }] },
    },
    {
      shows: 'is matched inside itself',
      query: '{ nodes { ... on Node { id ... on Node { ... on WithWarranty { warranty } } } } }',
      data: { nodes: [{ id: 't1', warranty: 5 }] },
    },
    {
      shows: 'gives the other subgraph’s field',
      query: '{ devices { __typename ... on WithWarranty { warranty } } }',
      data: {
        devices: [
          { __typename: 'Oven', warranty: 2 },
          { __typename: 'Toaster', warranty: 5 },
        ],
      },
    },
    {
      shows: 'works through several fragments on an object',
      query: 'query { toasters { ...T ...N } } fragment T on Toaster { id } fragment N on Node { id __typename }',
      data: { toasters: [{ id: 't1', __typename: 'Toaster' }] },
    },
    {
      shows: 'refuses a type that does not implement it',
      query: '{ node(id: "x1") { ... on Oven { warranty } } }',
      data: { node: null },
      fails: true,
    },
    {
      shows: 'skips the other type’s fields',
      query: '{ node(id: "o1") { ... on Toaster { warranty } } }',
      data: { node: {} },
    },
  ],
};

const circular: AuditSuite = {
  name: 'an interface that refers to itself across subgraphs',
  subgraphs: [
    subgraph(
      'a',
      `type Query { form: Form } interface Form { twin: Form } type Paper implements Form @key(fields: "id") { id: ID! twin: Paper }`,
      {
        Query: { form: () => ({ __typename: 'Paper', id: '1' }) },
        Paper: { __resolveReference: ({ id }) => ({ id }), twin: ({ id }) => ({ id: String(3 - Number(id)) }) },
      },
    ),
    subgraph(
      'b',
      `interface Form { price: Int } type Paper implements Form @key(fields: "id") { id: ID! price: Int }`,
      {
        Paper: { __resolveReference: ({ id }) => ({ id, price: Number(id) * 10 }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'is followed in circles',
      query: '{ form { twin { price: __typename ... on Paper { id twin { twin { id price } } } } } }',
      data: { form: { twin: { price: 'Paper', id: '2', twin: { twin: { id: '2', price: 20 } } } } },
    },
    {
      shows: 'gives the implementing type’s fields',
      query: '{ form { ... on Paper { price twin { price } } } }',
      data: { form: { price: 10, twin: { price: 20 } } },
    },
  ],
};

const overfetching: AuditSuite = {
  name: 'fields of union members',
  subgraphs: [
    subgraph(
      'a',
      `type Query { review: Review } union Review = Signed | Unsigned
       type Signed { about: Item } type Unsigned { about: Item } type Item @key(fields: "id") { id: ID! }`,
      { Query: { review: () => ({ __typename: 'Unsigned', about: { id: '1' } }) } },
    ),
    subgraph('b', `type Item @key(fields: "id") { id: ID! b: String }`, {
      Item: { __resolveReference: ({ id }) => ({ id, b: 'b' }) },
    }),
    subgraph('c', `type Item @key(fields: "id") { id: ID! c: String! }`, {
      Item: { __resolveReference: ({ id }) => ({ id }), c: mustNotBeAsked('c') },
    }),
  ],
  cases: [
    {
      shows: 'are fetched only for the member that came',
      query: '{ review { ... on Unsigned { about { b } } ... on Signed { about { c } } } }',
      data: { review: { about: { b: 'b' } } },
    },
    {
      shows: 'may share a response name though their types differ',
      query: '{ review { ... on Unsigned { about { value: b } } ... on Signed { about { id } } } }',
      data: { review: { about: { value: 'b' } } },
    },
  ],
};

export const abstractTypes: readonly AuditSuite[] = [typenames, distributed, circular, overfetching];
