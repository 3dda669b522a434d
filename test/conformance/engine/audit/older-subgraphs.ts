import { type AuditSuite, olderSubgraph, subgraph } from './suite.ts';

const people = [
  { id: 'u1', name: 'Ada', rid: 'r1' },
  { id: 'u2', name: 'Ben', rid: 'r2' },
];
const byId = ({ id }: { id?: unknown }) => people.find((person) => person.id === id) ?? null;

const questions = (field: string) => [
  {
    shows: 'gives the owner’s fields',
    query: `{ ${field} { id name } }`,
    data: { [field]: { id: 'u1', name: 'Ada' } },
  },
  { shows: 'gives one field alone', query: `{ ${field} { rid } }`, data: { [field]: { rid: 'r1' } } },
  {
    shows: 'gives them under aliases',
    query: `{ ${field} { name: id id: name } }`,
    data: { [field]: { name: 'u1', id: 'Ada' } },
  },
];

const extended: AuditSuite = {
  name: 'Federation 1, extend type',
  subgraphs: [
    olderSubgraph(
      'accounts',
      `type Query { somebody: Person } extend type Person @key(fields: "id") { id: ID! @external rid: ID }`,
      {
        Query: { somebody: () => people[0] },
        Person: { __resolveReference: byId },
      },
    ),
    olderSubgraph(
      'names',
      `type Query { named: Person } type Person @key(fields: "id") { id: ID! name: String! nickname: String }`,
      {
        Query: { named: () => people[0] },
        Person: { __resolveReference: byId, nickname: () => 'nick' },
      },
    ),
  ],
  cases: [...questions('somebody'), ...questions('named')],
};

const extendsDirective: AuditSuite = {
  name: 'Federation 1, @extends with @provides and @external',
  subgraphs: [
    olderSubgraph(
      'accounts',
      `type Query { somebody: Person provided: Person @provides(fields: "name") }
       type Person @key(fields: "id") @extends { id: ID! @external name: String! @external rid: ID }`,
      { Query: { somebody: () => people[0], provided: () => people[0] }, Person: { __resolveReference: byId } },
    ),
    olderSubgraph('names', `type Person @key(fields: "id") { id: ID! name: String! }`, {
      Person: { __resolveReference: byId },
    }),
  ],
  cases: [...questions('somebody'), ...questions('provided')],
};

const mixed: AuditSuite = {
  name: 'Federation 1 and 2 side by side',
  subgraphs: [
    subgraph(
      'accounts',
      `type Query { somebody: Person } extend type Person @key(fields: "id") { id: ID! @external name: String! @external rid: ID badge: String @requires(fields: "name") }`,
      {
        Query: { somebody: () => people[0] },
        Person: {
          __resolveReference: (reference) => ({ ...byId(reference), ...reference }),
          badge: ({ name }) => `badge of ${String(name)}`,
        },
      },
    ),
    olderSubgraph('names', `type Query { named: Person } type Person @key(fields: "id") { id: ID! name: String! }`, {
      Query: { named: () => people[0] },
      Person: { __resolveReference: byId },
    }),
  ],
  cases: [
    ...questions('somebody'),
    ...questions('named'),
    { shows: 'computes across both', query: '{ named { badge } }', data: { named: { badge: 'badge of Ada' } } },
  ],
};

const mysteriousExternal: AuditSuite = {
  name: 'an external field that nobody provides or requires',
  subgraphs: [
    olderSubgraph('shop', `type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }`, {
      Query: { item: () => ({ id: '1', name: 'Form' }) },
      Item: { __resolveReference: ({ id }) => ({ id, name: 'Form' }) },
    }),
    olderSubgraph(
      'price',
      `extend type Item @key(fields: "id") { id: ID! @external name: String @external price: Float }`,
      {
        Item: { __resolveReference: ({ id }) => ({ id, price: 2.5 }) },
      },
    ),
  ],
  cases: [
    { shows: 'comes from its owner', query: '{ item { price name } }', data: { item: { price: 2.5, name: 'Form' } } },
    { shows: 'does no harm', query: '{ item { id price } }', data: { item: { id: '1', price: 2.5 } } },
  ],
};

export const olderSubgraphs: readonly AuditSuite[] = [extended, extendsDirective, mixed, mysteriousExternal];
