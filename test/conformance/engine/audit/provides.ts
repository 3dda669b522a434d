import { type AuditSuite, mustNotBeAsked, subgraph } from './suite.ts';

const onlyRequested: AuditSuite = {
  name: '@provides',
  subgraphs: [
    subgraph(
      'a',
      `type Thing @key(fields: "id") { id: ID! name: String! @shareable text: String! @shareable extra: String }`,
      {
        Thing: {
          __resolveReference: ({ id }) => ({ id }),
          name: mustNotBeAsked('name'),
          text: () => 'from a',
          extra: ({ id }) => `extra ${String(id)}`,
        },
      },
    ),
    subgraph(
      'b',
      `type Query { thing: Thing @provides(fields: "name text") things: [Thing!] @provides(fields: "name text") } type Thing @key(fields: "id") { id: ID! name: String! @external text: String! @external }`,
      {
        Query: {
          thing: () => ({ id: '1', name: 'One' }),
          things: () => [
            { id: '1', name: 'One' },
            { id: '2', name: 'Two' },
          ],
        },
        Thing: { text: mustNotBeAsked('text') },
      },
    ),
  ],
  cases: [
    { shows: 'asks for nothing that was not selected', query: '{ thing { id } }', data: { thing: { id: '1' } } },
    { shows: 'saves the hop', query: '{ thing { id name } }', data: { thing: { id: '1', name: 'One' } } },
    { shows: 'saves the hop under an alias', query: '{ thing { label: name } }', data: { thing: { label: 'One' } } },
    {
      shows: 'saves the hop in fragments',
      query: '{ thing { ... on Thing { name } ...F } } fragment F on Thing { id }',
      data: { thing: { name: 'One', id: '1' } },
    },
    {
      shows: 'goes with a hop for the rest',
      query: '{ things { name extra } }',
      data: {
        things: [
          { name: 'One', extra: 'extra 1' },
          { name: 'Two', extra: 'extra 2' },
        ],
      },
    },
    {
      shows: 'heeds @skip',
      query: '{ thing { id ... on Thing @skip(if: true) { text } } }',
      data: { thing: { id: '1' } },
    },
    {
      shows: 'heeds @include',
      query: 'query ($no: Boolean = false) { thing { id text @include(if: $no) } }',
      data: { thing: { id: '1' } },
    },
    {
      shows: 'works through fragments without a type',
      query: '{ thing { ... { name } ... { extra } } }',
      data: { thing: { name: 'One', extra: 'extra 1' } },
    },
  ],
};

const nested: AuditSuite = {
  name: '@provides of nested fields',
  subgraphs: [
    subgraph(
      'items',
      `type Query { items: [Item!] @provides(fields: "groups { id parts { id name } }") } type Item @key(fields: "id") { id: ID! groups: [Group!] @external }
       type Group @key(fields: "id") { id: ID! name: String parts: [Part!] @external } type Part @key(fields: "id") { id: ID! name: String @external }`,
      { Query: { items: () => [{ id: '1', groups: [{ id: 'g1', name: 'G', parts: [{ id: 'p1', name: 'P' }] }] }] } },
    ),
    subgraph(
      'groups',
      `type Item @key(fields: "id") { id: ID! groups: [Group!] @shareable } type Group @key(fields: "id") { id: ID! parts: [Part!] @shareable } type Part @key(fields: "id") { id: ID! name: String @shareable size: Int }`,
      {
        Item: { __resolveReference: ({ id }) => ({ id }), groups: mustNotBeAsked('groups') },
        Group: { __resolveReference: ({ id }) => ({ id }), parts: mustNotBeAsked('parts') },
        Part: { __resolveReference: ({ id }) => ({ id, name: 'other', size: 3 }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'saves every hop',
      query: '{ items { id groups { id name parts { id name } } } }',
      data: { items: [{ id: '1', groups: [{ id: 'g1', name: 'G', parts: [{ id: 'p1', name: 'P' }] }] }] },
    },
    {
      shows: 'hops for what is not provided',
      query: '{ items { groups { parts { size name } } } }',
      data: { items: [{ groups: [{ parts: [{ size: 3, name: 'P' }] }] }] },
    },
  ],
};

const animals = [
  { __typename: 'Dog', id: 'd1', name: 'Rex', age: 4 },
  { __typename: 'Cat', id: 'c1', name: 'Tom', age: 5 },
];

const abstractProvides: AuditSuite = {
  name: '@provides on abstract types',
  subgraphs: [
    subgraph(
      'a',
      `interface Media { id: ID! } interface Animal { id: ID! name: String } type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable title: String @shareable }
       type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int } type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }`,
      {
        Book: {
          __resolveReference: ({ id }) => ({
            id,
            title: 'Title a',
            animals,
          }),
        },
        Dog: { __resolveReference: ({ id }) => ({ id, name: 'Rex', age: 4 }) },
        Cat: { __resolveReference: ({ id }) => ({ id, name: 'Tom', age: 5 }) },
      },
    ),
    subgraph(
      'b',
      `type Query { media: Media @provides(fields: "... on Book { animals { ... on Dog { name } } }") either: Either @provides(fields: "... on Book { title }") }
       union Either = Book | Cat interface Media { id: ID! } interface Animal { id: ID! name: String }
       type Book implements Media @key(fields: "id") { id: ID! title: String @external animals: [Animal] @external }
       type Dog implements Animal @key(fields: "id") { id: ID! name: String @external } type Cat implements Animal @key(fields: "id") { id: ID! name: String @external }`,
      {
        Query: {
          media: () => ({
            __typename: 'Book',
            id: '1',
            animals,
          }),
          either: () => ({ __typename: 'Book', id: '1', title: 'Title b' }),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'is used for the type it names',
      query: '{ media { id ... on Book { animals { id ... on Dog { name } } } } }',
      data: { media: { id: '1', animals: [{ id: 'd1', name: 'Rex' }, { id: 'c1' }] } },
    },
    {
      shows: 'is not taken for another type',
      query: '{ media { ... on Book { animals { ... on Cat { name age } } } } }',
      data: { media: { animals: [{}, { name: 'Tom', age: 5 }] } },
    },
    {
      shows: 'is used in a union',
      query: '{ either { __typename ... on Book { title } } }',
      data: { either: { __typename: 'Book', title: 'Title b' } },
    },
  ],
};

export const provides: readonly AuditSuite[] = [onlyRequested, nested, abstractProvides];
