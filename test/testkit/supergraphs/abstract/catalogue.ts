import { federation, type SubgraphSource } from '../federated-graph.ts';
import { bodies, byId, people, publications } from './data.ts';

type Publication = (typeof publications)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key', 'shareable', 'inaccessible')}
  type Query {
    publication(id: ID!): Publication
    publications(where: Where): [Publication]!
    items: [Item!]
    anything: [Anything]
    sorted(by: SortBy = TITLE): [Publication!]!
    drafts: [DocumentKind]
    secret: String @inaccessible
  }
  interface Publication @key(fields: "id") {
    id: ID!
    title: String!
    kind: DocumentKind
    publisher: Body
    related: [Publication]
  }
  interface Dated {
    expiresOn: String
  }
  type Law implements Publication @key(fields: "id") {
    id: ID!
    title: String!
    kind: DocumentKind
    publisher: Body
    related: [Publication]
    section: Int!
    signatory: Person!
  }
  type Notice implements Publication & Dated @key(fields: "id") {
    id: ID!
    title: String!
    kind: DocumentKind
    publisher: Body
    related: [Publication]
    expiresOn: String
  }
  type Form implements Publication @key(fields: "id") {
    id: ID!
    title: String!
    kind: DocumentKind
    publisher: Body
    related: [Publication]
    pages: Int
  }
  enum DocumentKind {
    DRAFT
    FINAL
    INTERNAL @inaccessible
  }
  enum SortBy {
    TITLE
    KIND
  }
  input Where {
    text: String
    kinds: [DocumentKind!]
  }
  interface Body {
    id: ID!
    name: String
  }
  type Ministry implements Body @key(fields: "id") {
    id: ID!
    name: String
    budget: Float
  }
  type Court implements Body @key(fields: "id") {
    id: ID!
    name: String
    bench: Int!
  }
  type Person @key(fields: "id") {
    id: ID!
    name: String
    rank: Int @inaccessible
  }
  union Item = Law | Notice
  union Anything = Law | Person | Hidden
  type Hidden @inaccessible {
    name: String
  }
`;

function publisher({ publisher: id }: Publication) {
  return byId<(typeof bodies)[number]>(bodies, id);
}

function related({ related: ids }: Publication) {
  return ids.map((id) => byId<Publication>(publications, id));
}

const ofPublication = {
  __resolveReference: ({ id }: { id?: unknown }) => byId<Publication>(publications, id),
  publisher,
  related,
};

/** What has been published, by whom. */
export const catalogue: SubgraphSource = {
  name: 'catalogue',
  typeDefs,
  resolvers: {
    Query: {
      publication: (_, { id }: { id: string }) => byId<Publication>(publications, id),
      publications: (_, { where }: { where?: { text?: string | null; kinds?: string[] | null } | null }) => [
        ...publications.filter(
          ({ title, kind }) => title.includes(where?.text ?? '') && (where?.kinds?.includes(kind) ?? true),
        ),
        null,
      ],
      items: () => publications.filter(({ __typename }) => __typename !== 'Form'),
      anything: () => [publications[0], people[0], { __typename: 'Hidden', name: 'nobody may know' }, null],
      sorted: (_, { by }: { by: string | null }) =>
        publications.toSorted((a, b) =>
          by === 'KIND' ? a.kind.localeCompare(b.kind) : a.title.localeCompare(b.title),
        ),
      drafts: () => publications.map(({ kind }) => kind),
    },
    Publication: ofPublication,
    Law: { ...ofPublication, signatory: ({ signatory }) => byId<(typeof people)[number]>(people, signatory) },
    Notice: ofPublication,
    Form: ofPublication,
    Ministry: { __resolveReference: ({ id }) => byId<(typeof bodies)[number]>(bodies, id) },
    Court: { __resolveReference: ({ id }) => byId<(typeof bodies)[number]>(bodies, id) },
    Person: { __resolveReference: ({ id }) => byId<(typeof people)[number]>(people, id) },
  },
};
