import { type AuditSuite, mustNotBeAsked, subgraph } from './suite.ts';

const enums: AuditSuite = {
  name: 'an enum of which clients see a part',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] usersBy(type: Kind = REGULAR): [User!] } type User @key(fields: "id") { id: ID! type: Kind @shareable kinds: [Kind!] } enum Kind { ANONYMOUS @inaccessible REGULAR }`,
      {
        Query: {
          users: () => [
            { id: 'u1', type: 'REGULAR', kinds: ['REGULAR'] },
            { id: 'u2', type: 'ANONYMOUS', kinds: ['REGULAR', 'ANONYMOUS'] },
          ],
          usersBy: (_, { type }: { type: string }) => [{ id: 'u1', type, kinds: [] }],
        },
        User: { __resolveReference: ({ id }) => ({ id, type: 'REGULAR' }) },
      },
    ),
    subgraph(
      'b',
      `type Query { usersB: [User!] } type User @key(fields: "id") { id: ID! type: Kind @shareable } enum Kind { ANONYMOUS @inaccessible REGULAR }`,
      {
        Query: { usersB: () => [{ id: 'u1', type: 'ANONYMOUS' }] },
        User: { __resolveReference: ({ id }) => ({ id, type: 'REGULAR' }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'gives null for a hidden value, which is no failure',
      query: '{ users { id type } }',
      data: {
        users: [
          { id: 'u1', type: 'REGULAR' },
          { id: 'u2', type: null },
        ],
      },
    },
    {
      shows: 'nulls a list that may not hold null',
      query: '{ users { kinds } }',
      data: { users: [{ kinds: ['REGULAR'] }, { kinds: null }] },
      fails: true,
    },
    {
      shows: 'accepts a visible value',
      query: '{ usersBy(type: REGULAR) { type } }',
      data: { usersBy: [{ type: 'REGULAR' }] },
    },
    {
      shows: 'gives null from either subgraph',
      query: '{ usersB { type } }',
      data: { usersB: [{ type: null }] },
    },
  ],
};

const inputs: AuditSuite = {
  name: 'an input object that subgraphs know in part',
  subgraphs: [
    subgraph(
      'a',
      `type Query { usersInA(filter: Filter!): [User!] } input Filter { first: Int! name: String = "a" onlyA: Int } type User @key(fields: "id") { id: ID! }`,
      {
        Query: {
          usersInA: (_, { filter }: { filter: { first: number; name: string } }) => [
            { id: `${filter.name}${filter.first}` },
          ],
        },
      },
    ),
    subgraph(
      'b',
      `type Query { usersInB(filter: Filter): [User!] } input Filter { first: Int! name: String = "a" onlyB: Boolean } type User @key(fields: "id") { id: ID! name: String }`,
      {
        Query: {
          usersInB: (_, { filter }: { filter?: { first: number } | null }) => [{ id: `b${filter?.first ?? 0}` }],
        },
        User: { __resolveReference: ({ id }) => ({ id, name: `name of ${String(id)}` }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'takes the fields all know',
      query: '{ usersInA(filter: { first: 1 }) { id name } }',
      data: { usersInA: [{ id: 'a1', name: 'name of a1' }] },
    },
    {
      shows: 'takes them from a variable',
      query: 'query ($f: Filter!) { usersInA(filter: $f) { id } usersInB(filter: $f) { id } }',
      variables: { f: { first: 2, name: 'x' } },
      data: { usersInA: [{ id: 'x2' }], usersInB: [{ id: 'b2' }] },
    },
    {
      shows: 'takes a variable inside',
      query:
        'query ($n: Int!) { usersInB(filter: { first: $n }) { id } usersInA(filter: { first: $n, name: "y" }) { id } }',
      variables: { n: 3 },
      data: { usersInB: [{ id: 'b3' }], usersInA: [{ id: 'y3' }] },
    },
  ],
};

const hidden: AuditSuite = {
  name: 'what is @inaccessible',
  subgraphs: [
    subgraph(
      'age',
      `type Query { usersInAge: [User!] } type User @key(fields: "id") { id: ID! age: Int @inaccessible }`,
      {
        Query: { usersInAge: () => [{ id: 'u1', age: 8 }] },
        User: { __resolveReference: ({ id }) => ({ id, age: 8 }) },
      },
    ),
    subgraph(
      'friends',
      `type Query { usersInFriends: [User!] } type User @key(fields: "id") { id: ID! age: Int @external friends(kind: Kind = FAMILY @inaccessible): [User!] isAdult: String @requires(fields: "age") } enum Kind @inaccessible { FAMILY FRIEND }
       extend type Query { pets: [Pet] } interface Pet { name: String } type Dog implements Pet { name: String } type Ghost implements Pet @inaccessible { name: String }`,
      {
        Query: {
          usersInFriends: () => [{ id: 'u2' }],
          pets: () => [
            { __typename: 'Dog', name: 'Rex' },
            { __typename: 'Ghost', name: 'Boo' },
          ],
        },
        User: {
          __resolveReference: (row) => row,
          friends: (_, { kind }: { kind: string }) => [{ id: `of ${kind}` }],
          isAdult: ({ age }) => `${String(age)} years`,
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'is required inside all the same',
      query: '{ usersInFriends { isAdult } }',
      data: { usersInFriends: [{ isAdult: '8 years' }] },
    },
    {
      shows: 'is null as an object, which is no failure',
      query: '{ pets { __typename name } }',
      data: { pets: [{ __typename: 'Dog', name: 'Rex' }, null] },
    },
    {
      shows: 'has its defaults',
      query: '{ usersInAge { friends { id } } }',
      data: { usersInAge: [{ friends: [{ id: 'of FAMILY' }] }] },
    },
  ],
};

const moved: AuditSuite = {
  name: '@override',
  subgraphs: [
    subgraph(
      'a',
      `type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! createdAt: String! kind: Kind } interface Kind { label: String } type Image implements Kind @key(fields: "id") { id: ID! label: String }`,
      {
        Query: { feed: () => [{ id: '1', kind: { __typename: 'Image', id: 'i1' } }] },
        Post: { createdAt: mustNotBeAsked('createdAt of a') },
        Image: { label: mustNotBeAsked('label of a') },
      },
    ),
    subgraph(
      'b',
      `type Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "a") gone: Int @override(from: "nobody") } type Image @key(fields: "id") { id: ID! label: String @override(from: "a") }`,
      {
        Post: { __resolveReference: ({ id }) => ({ id, createdAt: 'from b', gone: 1 }) },
        Image: { __resolveReference: ({ id }) => ({ id, label: 'label of b' }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'takes the field from its new owner',
      query: '{ feed { id createdAt } }',
      data: { feed: [{ id: '1', createdAt: 'from b' }] },
    },
    {
      shows: 'from a subgraph that does not exist changes nothing',
      query: '{ feed { gone } }',
      data: { feed: [{ gone: 1 }] },
    },
    {
      shows: 'is heeded behind an interface',
      query: '{ feed { kind { label } } }',
      data: { feed: [{ kind: { label: 'label of b' } }] },
    },
  ],
};

const executable = (name: string, argument: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key", "@composeDirective"])
     @link(url: "https://specs.example/access/v1.0", import: ["@access"]) @composeDirective(name: "@access")
   directive @access(${argument}) on FIELD
   enum Scope { PUBLIC PRIVATE }
   type Query { ${name}: String }`;

const directives: AuditSuite = {
  name: 'a directive for operations',
  subgraphs: ['a', 'b'].map((name) => ({
    name,
    typeDefs: executable(name, 'scope: Scope = PUBLIC'),
    resolvers: { Query: { [name]: () => name } },
  })),
  cases: [{ shows: 'may be used', query: '{ a @access b @access(scope: PRIVATE) }', data: { a: 'a', b: 'b' } }],
};

export const schemaParts: readonly AuditSuite[] = [enums, inputs, hidden, moved, directives];
