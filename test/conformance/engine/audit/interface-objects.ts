import { type AuditSuite, subgraph } from './suite.ts';

const users = [
  { __typename: 'User', id: 'u1', name: 'Ada', age: 31 },
  { __typename: 'Robot', id: 'u2', name: 'Rob', serial: 7 },
];
const find = ({ id }: { id?: unknown }) => users.find((user) => user.id === id) ?? null;

const NAMED = `interface Named @key(fields: "id") { id: ID! name: String }
  type User implements Named @key(fields: "id") { id: ID! name: String age: Int }
  type Robot implements Named @key(fields: "id") { id: ID! name: String serial: Int }`;
const resolveNamed = {
  Named: { __resolveReference: find },
  User: { __resolveReference: find },
  Robot: { __resolveReference: find },
};

const simple: AuditSuite = {
  name: 'an interface object',
  subgraphs: [
    subgraph('a', `type Query { users: [Named!] user: User robot: Robot } ${NAMED}`, {
      Query: { users: () => users, user: () => users[0], robot: () => users[1] },
      ...resolveNamed,
    }),
    subgraph(
      'b',
      `type Query { others: [Named!] } type Named @key(fields: "id") @interfaceObject { id: ID! name: String @external login: String @requires(fields: "name") rank(of: Int = 2): Int }`,
      {
        Query: { others: () => users.map(({ id }) => ({ id })) },
        Named: {
          __resolveReference: (reference) => reference,
          login: ({ name }) => `login-${String(name)}`,
          rank: ({ id }, { of }: { of: number }) => (id === 'u1' ? of : of + 1),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'requires a field of the interface',
      query: '{ others { id name login } }',
      data: {
        others: [
          { id: 'u1', name: 'Ada', login: 'login-Ada' },
          { id: 'u2', name: 'Rob', login: 'login-Rob' },
        ],
      },
    },
    {
      shows: 'adds a field to every implementing type',
      query: '{ users { id name login rank } }',
      data: {
        users: [
          { id: 'u1', name: 'Ada', login: 'login-Ada', rank: 2 },
          { id: 'u2', name: 'Rob', login: 'login-Rob', rank: 3 },
        ],
      },
    },
    {
      shows: 'requires a field of the interface where it is asked for on one type of several',
      query: '{ users { ... on User { login age } } others { ... on Robot { login } } }',
      data: { users: [{ login: 'login-Ada', age: 31 }, {}], others: [{}, { login: 'login-Rob' }] },
    },
    {
      shows: 'requires a field of the interface where a position has one type of several',
      query: 'query ($yes: Boolean!) { user { login @include(if: $yes) } robot { login } }',
      variables: { yes: true },
      data: { user: { login: 'login-Ada' }, robot: { login: 'login-Rob' } },
    },
    {
      shows: 'is narrowed to a type it does not know',
      query: '{ others { ... on User { age } } }',
      data: { others: [{ age: 31 }, {}] },
    },
    {
      shows: 'tells the concrete type',
      query: '{ others { __typename } users { __typename } }',
      data: {
        others: [{ __typename: 'User' }, { __typename: 'Robot' }],
        users: [{ __typename: 'User' }, { __typename: 'Robot' }],
      },
    },
    {
      shows: 'gives fields of both sides, in fragments and beside them',
      query: '{ others { ... on User { age id name login } id name ... on Robot { serial rank(of: 5) } } }',
      data: {
        others: [
          { age: 31, id: 'u1', name: 'Ada', login: 'login-Ada' },
          { id: 'u2', name: 'Rob', serial: 7, rank: 6 },
        ],
      },
    },
    {
      shows: 'adds a field inside a fragment on a type',
      query: '{ users { ... on Robot { login } } }',
      data: { users: [{}, { login: 'login-Rob' }] },
    },
    {
      shows: 'alone needs no other subgraph',
      query: '{ others { id rank } }',
      data: {
        others: [
          { id: 'u1', rank: 2 },
          { id: 'u2', rank: 3 },
        ],
      },
    },
  ],
};

const nonResolvable: AuditSuite = {
  name: 'an interface object that cannot be asked for more',
  subgraphs: [
    subgraph('a', `type Query { user: Named } ${NAMED}`, { Query: { user: () => users[0] }, ...resolveNamed }),
    subgraph(
      'b',
      `type Query { mention: Mention } type Mention { text: String of: Named } type Named @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
      {
        Query: { mention: () => ({ text: 'hello', of: { id: 'u2' } }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'gives its key',
      query: '{ mention { text of { id } } }',
      data: { mention: { text: 'hello', of: { id: 'u2' } } },
    },
    {
      shows: 'is completed by the interface',
      query: '{ mention { of { name ... on Robot { serial } } } }',
      data: { mention: { of: { name: 'Rob', serial: 7 } } },
    },
    {
      shows: 'tells its type',
      query: '{ mention { of { __typename id } } user { __typename } }',
      data: { mention: { of: { __typename: 'Robot', id: 'u2' } }, user: { __typename: 'User' } },
    },
  ],
};

const indirect: AuditSuite = {
  name: 'an interface object below an entity of a third subgraph',
  subgraphs: [
    subgraph(
      'media',
      `type Query { media: Media } interface Media @key(fields: "id") { id: ID! title: String }
      type Video implements Media @key(fields: "id") { id: ID! title: String seconds: Int }
      type Article implements Media @key(fields: "id") { id: ID! title: String words: Int }`,
      {
        Query: { media: () => ({ __typename: 'Video', id: '1', title: 'Title 1', seconds: 60 }) },
        Media: { __resolveReference: ({ id }) => ({ __typename: 'Video', id, title: `Title ${String(id)}` }) },
        Video: { __resolveReference: ({ id }) => ({ id, title: `Title ${String(id)}`, seconds: 60 }) },
      },
    ),
    subgraph(
      'authors',
      `type Media @key(fields: "id") @interfaceObject { id: ID! author: Author } type Author @key(fields: "id") { id: ID! name: String }`,
      {
        Media: { __resolveReference: ({ id }) => ({ id, author: { id: `w${String(id)}`, name: 'Ada' } }) },
        Author: { __resolveReference: ({ id }) => ({ id, name: 'Ada' }) },
      },
    ),
    subgraph(
      'lists',
      `type Author @key(fields: "id") { id: ID! best: [Media] } type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
      {
        Author: { __resolveReference: ({ id }) => ({ id, best: [{ id: '1' }, null, { id: '2' }] }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'is reached over an interface',
      query: '{ media { author { name best { id title } } } }',
      data: {
        media: { author: { name: 'Ada', best: [{ id: '1', title: 'Title 1' }, null, { id: '2', title: 'Title 2' }] } },
      },
    },
    {
      shows: 'goes on to its own extension',
      query: '{ media { ... on Video { seconds author { best { author { id } } } } } }',
      data: { media: { seconds: 60, author: { best: [{ author: { id: 'w1' } }, null, { author: { id: 'w2' } }] } } },
    },
  ],
};

export const interfaceObjects: readonly AuditSuite[] = [simple, nonResolvable, indirect];
