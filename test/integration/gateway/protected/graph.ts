import { federation, type FederatedGraph, type SubgraphSource } from '../../../testkit/supergraphs/federated-graph.ts';

const records = [
  { __typename: 'Note', id: 'n1', title: 'Note one', owner: 'c1' },
  { __typename: 'Deed', id: 'd1', title: 'Deed one', owner: 'c1' },
  { __typename: 'Sealed', id: 's1', title: 'Sealed one', owner: 'c2' },
  { __typename: 'Note', id: 'n2', title: 'Note two', owner: null },
];
const citizens = [
  { __typename: 'Citizen', id: 'c1', name: 'Erika', nick: 'eri', level: 'HIGH', digest: 'd-c1' },
  { __typename: 'Citizen', id: 'c2', name: 'Max', nick: null, level: 'LOW', digest: 'd-c2' },
];
const files = [
  { owner: 'c1', id: 'f1', text: 'one', code: 'x1' },
  { owner: 'c1', id: 'f2', text: null, code: 'x2' },
];

const record = (id: unknown) => records.find((one) => one.id === id) ?? null;
const citizen = (id: unknown) => citizens.find((one) => one.id === id) ?? null;
const owner = ({ owner: id }: { owner?: unknown }) => citizen(id);

const registry: SubgraphSource = {
  name: 'registry',
  typeDefs: /* GraphQL */ `
    ${federation('key', 'authenticated', 'requiresScopes', 'policy')}
    type Query {
      open: String!
      me: Citizen @authenticated
      citizen(id: ID!): Citizen
      records: [Record!]
      record(id: ID!): Record
      deeds: [Deed!]!
      sealed: [Sealed]
      hits: [Hit]
      strict: Strict
      must: Int! @policy(policies: [["assurance:high"]])
    }
    type Mutation {
      rename(name: String!): Citizen @requiresScopes(scopes: [["profile:write"]])
      touch: Citizen
    }
    type Citizen @key(fields: "id") {
      id: ID!
      name: String @requiresScopes(scopes: [["profile:read"], ["admin", "audit"]])
      nick: String
      level: Level
      digest: Digest
    }
    enum Level @policy(policies: [["assurance:substantial"]]) {
      LOW
      HIGH
    }
    scalar Digest @authenticated
    interface Record @key(fields: "id") {
      id: ID!
      title: String
      owner: Citizen
    }
    type Note implements Record @key(fields: "id") {
      id: ID!
      title: String
      owner: Citizen
    }
    type Deed implements Record @key(fields: "id") {
      id: ID!
      title: String @requiresScopes(scopes: [["deeds:read"]])
      owner: Citizen @authenticated
    }
    type Sealed implements Record @key(fields: "id") @policy(policies: [["assurance:high"]]) {
      id: ID!
      title: String
      owner: Citizen @requiresScopes(scopes: [["deeds:read"]])
    }
    union Hit = Note | Sealed | Citizen
    type Strict {
      open: String
      secret: String! @authenticated
      items: [Item!]
      inner: Strict
    }
    type Item {
      id: ID!
      code: String! @requiresScopes(scopes: [["codes:read"]])
    }
  `,
  resolvers: {
    Query: {
      open: () => 'open',
      me: () => citizen('c1'),
      citizen: (_, { id }) => citizen(id),
      records: () => records,
      record: (_, { id }) => record(id),
      deeds: () => records.filter(({ __typename }) => __typename === 'Deed'),
      sealed: () => records.filter(({ __typename }) => __typename === 'Sealed'),
      hits: () => [...records.filter(({ __typename }) => __typename !== 'Deed'), null, ...citizens],
      strict: () => ({
        open: 'yes',
        secret: 'no',
        items: [{ id: 'i1', code: '1' }],
        inner: { open: 'too', secret: '!' },
      }),
      must: () => 7,
    },
    Mutation: { rename: (_, { name }) => ({ ...citizens[0], name }), touch: () => citizen('c1') },
    Citizen: { __resolveReference: ({ id }: { id?: unknown }) => citizen(id) },
    Note: { __resolveReference: ({ id }: { id?: unknown }) => record(id), owner },
    Deed: { __resolveReference: ({ id }: { id?: unknown }) => record(id), owner },
    Sealed: { __resolveReference: ({ id }: { id?: unknown }) => record(id), owner },
    Record: { __resolveReference: ({ id }: { id?: unknown }) => record(id) },
  },
};

const archive: SubgraphSource = {
  name: 'archive',
  typeDefs: /* GraphQL */ `
    ${federation('key', 'authenticated', 'requiresScopes', 'policy')}
    type Note @key(fields: "id") {
      id: ID!
      pages: Int
    }
    type Deed @key(fields: "id") {
      id: ID!
      pages: Int @authenticated
      seal: String @policy(policies: [["assurance:high"]])
    }
    type Citizen @key(fields: "id") {
      id: ID!
      files(last: Int): [File!] @requiresScopes(scopes: [["files:read"]])
      fileCount: Int
    }
    type File {
      id: ID!
      text: String
      code: String! @policy(policies: [["office-hours"]])
    }
  `,
  resolvers: {
    Note: { __resolveReference: ({ id }: { id?: unknown }) => ({ id }), pages: () => 3 },
    Deed: { __resolveReference: ({ id }: { id?: unknown }) => ({ id }), pages: () => 5, seal: () => 'red' },
    Citizen: {
      __resolveReference: ({ id }: { id?: unknown }) => ({ id }),
      files: ({ id }, { last }) =>
        files.filter((file) => file.owner === id).slice(0, typeof last === 'number' ? Math.abs(last) : 9),
      fileCount: ({ id }) => files.filter((file) => file.owner === id).length,
    },
  },
};

/** Knows records as an interface object only. */
const marks: SubgraphSource = {
  name: 'marks',
  typeDefs: /* GraphQL */ `
    ${federation('key', 'interfaceObject', 'authenticated')}
    type Record @key(fields: "id") @interfaceObject {
      id: ID!
      stars: Int
      mark: String @authenticated
    }
  `,
  resolvers: {
    Record: { __resolveReference: ({ id }: { id?: unknown }) => ({ id }), stars: () => 4, mark: () => 'ok' },
  },
};

/** Protected fields, types, enums and scalars: behind interfaces, unions, interface objects and entity hops, nullable and not. */
export const protectedGraph: FederatedGraph = {
  name: 'protected',
  subgraphs: [registry, archive, marks],
  ids: ['c1', 'c2', 'n1', 'd1', 's1', 'none'],
  failable: [],
  forgetful: [],
  monolith: { Citizen: archive.resolvers['Citizen']!, Note: { pages: () => 3 } },
};
