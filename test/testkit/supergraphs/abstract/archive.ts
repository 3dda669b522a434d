import { federation, type SubgraphSource } from '../federated-graph.ts';
import { bodies, boxes, byId, publications } from './data.ts';

type Publication = (typeof publications)[number];
type Box = (typeof boxes)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    box(label: String! = "A-1"): Box
    shelf(by: SortBy, where: Where): [Item]
    founders: [Body]
  }
  type Law @key(fields: "id") {
    id: ID!
    archiveNumber: String
  }
  type Box {
    label: String!
    content: [Item!]
  }
  union Item = Law | Box
  enum SortBy {
    TITLE
    SHELF
  }
  input Where {
    text: String
    shelf: Int
  }
  interface Body {
    id: ID!
  }
  type Ministry implements Body @key(fields: "id") {
    id: ID!
    foundedIn: Int
  }
`;

function item(name: string): Publication | Box | null {
  return name.startsWith('Box ')
    ? (boxes.find(({ label }) => label === name.slice(4)) ?? null)
    : byId<Publication>(publications, name);
}

/** Where the paper lies: knows laws and boxes. */
export const archive: SubgraphSource = {
  name: 'archive',
  typeDefs,
  resolvers: {
    Query: {
      box: (_, { label }: { label: string }) => boxes.find((box) => box.label === label) ?? null,
      shelf: (_, { where }: { where?: { text?: string | null } | null }) =>
        where?.text ? [boxes[1]] : [publications[1], boxes[0], null],
      founders: () => [bodies[0], null],
    },
    Law: {
      __resolveReference: ({ id }) => byId<Publication>(publications, id),
      archiveNumber: ({ id }) => `No. ${String(id)}`,
    },
    Box: { content: ({ items }: Box) => items.map(item) },
    Ministry: {
      __resolveReference: ({ id }) => byId<(typeof bodies)[number]>(bodies, id),
      foundedIn: () => 1949,
    },
  },
};
