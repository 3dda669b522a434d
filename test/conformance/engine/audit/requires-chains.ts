import type { Row } from '../../../testkit/supergraphs/federated-graph.ts';
import { type AuditSuite, subgraph } from './suite.ts';

const remarks = [
  { id: 'c1', post: 'p1', author: 'w1', text: 'first' },
  { id: 'c2', post: 'p1', author: 'w1', text: 'same' },
  { id: 'c3', post: 'p1', author: 'w2', text: 'third' },
  { id: 'c4', post: 'p2', author: 'w1', text: 'fourth' },
  { id: 'c5', post: 'p2', author: 'w2', text: 'same' },
  { id: 'c6', post: 'p2', author: 'w3', text: 'last' },
];

const listsWithArguments: AuditSuite = {
  name: '@requires of a list with arguments, over a chain',
  subgraphs: [
    subgraph(
      'feed',
      `type Query { feed: [Post] }
       type Post @key(fields: "id") { id: ID! authorId: ID @external remarks(limit: Int!): [Remark] @external author: Author @requires(fields: "authorId") }
       type Remark @key(fields: "id") { id: ID! authorId: ID elsewhere: [Post!] @external isRepeated: Boolean @requires(fields: "elsewhere { remarks(limit: 2) { id } }") }
       type Author { id: ID! name: String }`,
      {
        Query: { feed: () => [{ id: 'p1' }, { id: 'p2' }] },
        Post: {
          __resolveReference: (row) => row,
          author: ({ authorId }) =>
            typeof authorId === 'string' ? { id: authorId, name: `name of ${authorId}` } : null,
        },
        Remark: {
          __resolveReference: ({ id, elsewhere }) => ({ ...remark(id), elsewhere }),
          authorId: ({ author }) => author,
          isRepeated: ({ elsewhere }) => (elsewhere as Row[]).some((post) => (post['remarks'] as Row[]).length === 2),
        },
      },
    ),
    subgraph(
      'remarks',
      `type Post @key(fields: "id") { id: ID! authorId: ID @requires(fields: "remarks(limit: 3) { authorId }") remarks(limit: Int!): [Remark] }
       type Remark @key(fields: "id") { id: ID! authorId: ID @external elsewhere: [Post!] }`,
      {
        Post: {
          __resolveReference: ({ id, remarks: sent }) => ({ id, sent }),
          authorId: ({ sent }) => (sent as Row[]).map(({ authorId }) => authorId)[2],
          remarks: ({ id }, { limit }: { limit: number }) => remarks.filter(({ post }) => post === id).slice(0, limit),
        },
        Remark: {
          __resolveReference: ({ id }) => remark(id),
          elsewhere: ({ post, text }) =>
            remarks.filter((other) => other.text === text && other.post !== post).map((other) => ({ id: other.post })),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'goes there and back again',
      query: '{ feed { author { id } } }',
      data: { feed: [{ author: { id: 'w2' } }, { author: { id: 'w3' } }] },
    },
    {
      shows: 'stays apart from the client’s own shorter list',
      query: '{ feed { author { id } remarks(limit: 1) { id } } }',
      data: {
        feed: [
          { author: { id: 'w2' }, remarks: [{ id: 'c1' }] },
          { author: { id: 'w3' }, remarks: [{ id: 'c4' }] },
        ],
      },
    },
    {
      shows: 'stays apart when the client’s argument is a variable, in two fragments',
      query:
        'query ($limit: Int = 2) { feed { ...A author { name } ...B } } fragment A on Post { remarks(limit: $limit) { id } } fragment B on Post { remarks(limit: $limit) { authorId } }',
      data: {
        feed: [
          {
            remarks: [
              { id: 'c1', authorId: 'w1' },
              { id: 'c2', authorId: 'w1' },
            ],
            author: { name: 'name of w2' },
          },
          {
            remarks: [
              { id: 'c4', authorId: 'w1' },
              { id: 'c5', authorId: 'w2' },
            ],
            author: { name: 'name of w3' },
          },
        ],
      },
    },
    {
      shows: 'goes on from what was listed',
      query: '{ feed { remarks(limit: 2) { isRepeated } } }',
      data: {
        feed: [
          { remarks: [{ isRepeated: false }, { isRepeated: true }] },
          { remarks: [{ isRepeated: false }, { isRepeated: true }] },
        ],
      },
    },
  ],
};

function remark(id: unknown): Row | null {
  return remarks.find((row) => row.id === id) ?? null;
}

const item = (id: unknown) => ({ id, name: `item ${String(id)}`, price: Number(id) * 11, weight: Number(id) });
const opinions = [
  { id: 'r1', author: 'u1', item: '1' },
  { id: 'r2', author: 'u1', item: '2' },
];

const shop: AuditSuite = {
  name: '@requires and @provides together',
  subgraphs: [
    subgraph('accounts', `type Query { me: User } type User @key(fields: "id") { id: ID! name: String @shareable }`, {
      Query: { me: () => ({ id: 'u1', name: 'Ada' }) },
      User: { __resolveReference: ({ id }) => ({ id, name: 'Ada' }) },
    }),
    subgraph(
      'reviews',
      `type Review @key(fields: "id") { id: ID! author: User @provides(fields: "name") item: Item }
       type User @key(fields: "id") { id: ID! name: String @external reviews: [Review] } type Item @key(fields: "id") { id: ID! reviews: [Review] }`,
      {
        Review: {
          __resolveReference: ({ id }) => opinions.find((review) => review.id === id) ?? null,
          author: ({ author }) => ({ id: author, name: 'Ada' }),
          item: ({ item: id }) => ({ id }),
        },
        User: { __resolveReference: (row) => row, reviews: ({ id }) => opinions.filter(({ author }) => author === id) },
        Item: {
          __resolveReference: (row) => row,
          reviews: ({ id }) => opinions.filter((review) => review.item === id),
        },
      },
    ),
    subgraph(
      'items',
      `type Query { items: [Item] } type Item @key(fields: "id") { id: ID! name: String price: Int weight: Int }`,
      {
        Query: { items: () => [item('1'), item('2')] },
        Item: { __resolveReference: ({ id }) => item(id) },
      },
    ),
    subgraph(
      'stock',
      `type Item @key(fields: "id") { id: ID! price: Int @external weight: Int @external inStock: Boolean estimate: Int @requires(fields: "price weight") tag: String @requires(fields: "price weight") }`,
      {
        Item: {
          __resolveReference: (row) => row,
          inStock: ({ id }) => id === '1',
          estimate: ({ price, weight }) => Number(price) * Number(weight) * 10,
          tag: ({ id, price, weight }) => `#${String(id)}#${Number(price) * Number(weight)}#`,
        },
      },
    ),
  ],
  cases: [
    { shows: 'need no hop for a key', query: '{ me { id } }', data: { me: { id: 'u1' } } },
    {
      shows: 'work side by side',
      query: '{ me { reviews { id author { id name } item { inStock } } } }',
      data: {
        me: {
          reviews: [
            { id: 'r1', author: { id: 'u1', name: 'Ada' }, item: { inStock: true } },
            { id: 'r2', author: { id: 'u1', name: 'Ada' }, item: { inStock: false } },
          ],
        },
      },
    },
    {
      shows: 'compute from what is also selected',
      query: '{ items { estimate weight price } }',
      data: {
        items: [
          { estimate: 110, weight: 1, price: 11 },
          { estimate: 440, weight: 2, price: 22 },
        ],
      },
    },
    {
      shows: 'compute twice from the same',
      query: '{ me { reviews { item { estimate tag } } } }',
      data: {
        me: { reviews: [{ item: { estimate: 110, tag: '#1#11#' } }, { item: { estimate: 440, tag: '#2#44#' } }] },
      },
    },
    {
      shows: 'go in circles',
      query: '{ me { reviews { item { name reviews { id author { name } item { estimate } } } } } }',
      data: {
        me: {
          reviews: [
            { item: { name: 'item 1', reviews: [{ id: 'r1', author: { name: 'Ada' }, item: { estimate: 110 } }] } },
            { item: { name: 'item 2', reviews: [{ id: 'r2', author: { name: 'Ada' }, item: { estimate: 440 } }] } },
          ],
        },
      },
    },
  ],
};

export const requiresChains: readonly AuditSuite[] = [listsWithArguments, shop];
