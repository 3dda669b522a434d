import { setTimeout as delay } from 'node:timers/promises';
import { federation, type FederatedGraph, type SubgraphSource } from '../../../testkit/supergraphs/federated-graph.ts';
import { assertedCaller, requestHeaders } from '../running-gateway.ts';

const hints = /* GraphQL */ `
  extend schema
    @link(url: "https://example.org/cacheControl/v0.1", import: ["@cacheControl"])
    @federation__composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: cacheControl__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
  enum cacheControl__Scope {
    PUBLIC
    PRIVATE
  }
`;

/** Books as they are now; tests change them. */
export const books = [
  { __typename: 'Book', id: 'b1', isbn: '978-1', title: 'Verwaltungsrecht', stock: 3 },
  { __typename: 'Book', id: 'b2', isbn: '978-2', title: 'Straßenverkehr', stock: 0 },
  { __typename: 'Book', id: 'b3', isbn: '978-3', title: 'Meldewesen', stock: 9 },
];
/** How the library behaves; tests change it. */
export const library = { slowMs: 0, failing: false };

const book = async ({ id, isbn }: { id?: unknown; isbn?: unknown }) => {
  await delay(library.slowMs);
  if (library.failing) throw new Error('the shelf is locked');
  return books.find((one) => one.id === id || one.isbn === isbn) ?? null;
};

const librarySource: SubgraphSource = {
  name: 'library',
  typeDefs: /* GraphQL */ `
    ${federation('key', 'authenticated', 'requiresScopes')}
    ${hints}
    type Query {
      book(id: ID!): Book @cacheControl(maxAge: 60)
      books: [Book!] @cacheControl(maxAge: 30)
      plain: Book
      recommended: Book @cacheControl(maxAge: 60, scope: PRIVATE)
      reserved: Book @cacheControl(maxAge: 60) @authenticated
      greeting: String @cacheControl(maxAge: 60)
      whoami: String @cacheControl(maxAge: 60)
      member: String @cacheControl(maxAge: 60)
    }
    type Book @key(fields: "id") @key(fields: "isbn") {
      id: ID! @cacheControl(maxAge: 60)
      isbn: String! @cacheControl(maxAge: 60)
      title: String! @cacheControl(maxAge: 60)
      shelf: Shelf @cacheControl(maxAge: 20)
      stock: Int
      notes: String @cacheControl(maxAge: 60) @requiresScopes(scopes: [["notes:read"]])
    }
    type Shelf @cacheControl(maxAge: 50) {
      room: String!
      floor: Int @cacheControl(maxAge: 10)
    }
  `,
  resolvers: {
    Query: {
      book: (_, { id }: { id?: unknown }) => book({ id }),
      books: () => books,
      plain: () => books[0],
      recommended: () => books[1],
      reserved: () => books[2],
      greeting: () => (requestHeaders.getStore()?.['accept-language'] === 'en' ? 'Good morning' : 'Guten Morgen'),
      // Called public, though it is not.
      whoami: () => `I am ${assertedCaller() ?? 'nobody'}`,
      member: () => {
        const caller = assertedCaller();
        if (caller === undefined) throw new Error('members only');
        return `member ${caller}`;
      },
    },
    Book: {
      __resolveReference: book,
      shelf: () => ({ room: 'A', floor: 1 }),
      notes: () => 'a note',
    },
  },
};

const loansSource: SubgraphSource = {
  name: 'loans',
  typeDefs: /* GraphQL */ `
    ${federation('key', 'authenticated')}
    type Query {
      me: Reader @authenticated
      wanted: Book
    }
    type Reader {
      name: String!
      loans: [Loan!]
    }
    type Loan {
      due: String!
      book: Book
    }
    type Book @key(fields: "id", resolvable: false) {
      id: ID!
    }
  `,
  resolvers: {
    Query: {
      me: () => ({
        name: `reader ${assertedCaller()}`,
        loans: [1, 2].map((n) => ({ due: 'soon', book: { id: `b${n}` } })),
      }),
      wanted: () => ({ id: 'b3' }),
    },
  },
};

/** Knows books by their ISBN, and has a field of its own on them. */
const shopSource: SubgraphSource = {
  name: 'shop',
  typeDefs: /* GraphQL */ `
    ${federation('key')}
    ${hints}
    type Query {
      cheapest: Book
    }
    type Book @key(fields: "isbn") {
      isbn: String!
      price: Int @cacheControl(maxAge: 10)
      discount: Int
    }
  `,
  resolvers: {
    Query: { cheapest: () => ({ isbn: '978-2' }) },
    Book: {
      __resolveReference: ({ isbn }: { isbn?: unknown }) => ({ isbn }),
      price: ({ isbn }) => Number(String(isbn).slice(-1)) * 100,
      discount: () => 5,
    },
  },
};

/** Books, which are public, and readers, who are not. */
export const cachedGraph: FederatedGraph = {
  name: 'cached',
  subgraphs: [librarySource, loansSource, shopSource],
  ids: ['b1'],
  failable: [],
  forgetful: [],
};
