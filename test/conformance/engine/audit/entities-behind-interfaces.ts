import { type AuditCase, type AuditSuite, subgraph } from './suite.ts';

const works = [
  { __typename: 'Book', id: 'w1', sku: 's1', title: 'Book 1', size: 'small', kilos: 0.5, by: 'u1' },
  { __typename: 'Book', id: 'w3', sku: 's3', title: 'Book 3', size: 'small', kilos: 0.6, by: 'u2' },
  { __typename: 'Magazine', id: 'w2', sku: 's2', title: 'Magazine 2', size: 'large', kilos: 0.2, by: 'u1' },
];
const find = ({ id }: { id?: unknown }) => works.find((work) => work.id === id) ?? null;
const both = (fields: string, keys = '@key(fields: "id")') =>
  ['Book', 'Magazine'].map((type) => `type ${type} implements Work ${keys} { ${fields} }`).join('\n');

const reviewsOf = (id: unknown) => (id === 'w3' ? [] : [{ id: `r-${String(id)}`, work: find({ id }) }]);
const publishers: Record<string, unknown> = {
  w1: { __typename: 'Self', email: 'u1@example.org' },
  w2: { __typename: 'Agency', id: 'a1' },
  w3: { __typename: 'Group', id: 'g1' },
};

const subgraphs = [
  subgraph(
    'works',
    `type Query { works: [Work] similar(id: ID!): [Work] }
     interface Work { id: ID! sku: String size: Size by: User } type Size @shareable { label: String kilos: Float } type User @key(fields: "id") { id: ID! email: String made: Int }
     interface Similar { sku: String }
     type Book implements Work & Similar @key(fields: "id") { id: ID! sku: String size: Size @shareable by: User title: String }
     type Magazine implements Work & Similar @key(fields: "id") { id: ID! sku: String size: Size @shareable by: User title: String }`,
    {
      Query: {
        works: () => works,
        similar: (_, { id }: { id: string }) =>
          works.filter((work) => work.id !== id && work.__typename === find({ id })?.__typename),
      },
      Work: { __resolveType: ({ __typename }) => __typename },
      ...Object.fromEntries(
        ['Book', 'Magazine'].map((type) => [
          type,
          {
            __resolveReference: find,
            size: ({ size, kilos }: { size?: unknown; kilos?: unknown }) => ({ label: size, kilos }),
            by: ({ by }: { by?: unknown }) => ({ id: by, email: `${String(by)}@example.org`, made: 2 }),
          },
        ]),
      ),
      User: { __resolveReference: ({ id }) => ({ id, email: `${String(id)}@example.org`, made: 2 }) },
    },
  ),
  subgraph(
    'delivery',
    `interface Work { id: ID! size: Size delivery(zip: String): Delivery } type Size @shareable { label: String kilos: Float } type Delivery { estimate: String fastest: String }
     ${both('id: ID! size: Size @external delivery(zip: String): Delivery @requires(fields: "size { label kilos }")')}`,
    Object.fromEntries(
      ['Book', 'Magazine'].map((type) => [
        type,
        {
          __resolveReference: (row: object) => row,
          delivery: ({ size }: { size?: { label?: string; kilos?: number } }, { zip }: { zip?: string }) => ({
            estimate: `${size?.label} ${size?.kilos} to ${zip}`,
            fastest: 'today',
          }),
        },
      ]),
    ),
  ),
  subgraph(
    'reviews',
    `interface Work { id: ID! reviews: [Review!]! reviewsCount: Int! } type Review { id: ID! work: Work } ${both('id: ID! reviews: [Review!]! reviewsCount: Int!')}`,
    Object.fromEntries(
      ['Book', 'Magazine'].map((type) => [
        type,
        {
          __resolveReference: find,
          reviews: ({ id }: { id?: unknown }) => reviewsOf(id),
          reviewsCount: ({ id }: { id?: unknown }) => reviewsOf(id).length,
        },
      ]),
    ),
  ),
  subgraph(
    'publishing',
    `union Publisher = Agency | Self | Group interface Work { id: ID! publisher: Publisher } type Agency @key(fields: "id") { id: ID! } type Self { email: String } type Group @key(fields: "id") { id: ID! name: String email: String }
     ${both('id: ID! publisher: Publisher')}`,
    {
      ...Object.fromEntries(
        ['Book', 'Magazine'].map((type) => [
          type,
          { __resolveReference: find, publisher: ({ id }: { id?: unknown }) => publishers[String(id)] },
        ]),
      ),
      Agency: { __resolveReference: ({ id }) => ({ id }) },
      Group: { __resolveReference: ({ id }) => ({ id }), name: () => 'Group 1', email: () => 'g1@example.org' },
    },
  ),
  subgraph(
    'agencies',
    `type Agency @key(fields: "id") { id: ID! name: String email: Email } type Email { address: String! }`,
    {
      Agency: { __resolveReference: ({ id }) => ({ id, name: 'Agency 1', email: { address: 'a1@example.org' } }) },
    },
  ),
];

const conditional = (directive: string, value: boolean, shown: boolean): AuditCase => ({
  shows: `are behind @${directive} with ${value}`,
  query: `query ($flag: Boolean = ${value}) { works { reviews { work { id ... on Book @${directive}(if: $flag) { title ... on Book { reviewsCount } } ... on Magazine { sku } } } } }`,
  data: {
    works: [
      { reviews: [{ work: { id: 'w1', ...(shown && { title: 'Book 1', reviewsCount: 1 }) } }] },
      { reviews: [] },
      { reviews: [{ work: { id: 'w2', sku: 's2' } }] },
    ],
  },
});

const behindInterfaces: AuditSuite = {
  name: 'entities behind an interface',
  subgraphs,
  cases: [
    {
      shows: 'give an object of another subgraph',
      query: '{ works { id reviews { id } } }',
      data: {
        works: [
          { id: 'w1', reviews: [{ id: 'r-w1' }] },
          { id: 'w3', reviews: [] },
          { id: 'w2', reviews: [{ id: 'r-w2' }] },
        ],
      },
    },
    {
      shows: 'compute from required objects, twice with other arguments',
      query:
        '{ book: similar(id: "w1") { id delivery(zip: "1") { estimate fastest } } magazine: similar(id: "w2") { id } again: similar(id: "w3") { delivery(zip: "2") { estimate } } }',
      data: {
        book: [{ id: 'w3', delivery: { estimate: 'small 0.6 to 1', fastest: 'today' } }],
        magazine: [],
        again: [{ delivery: { estimate: 'small 0.5 to 2' } }],
      },
    },
    {
      shows: 'match every interface they implement',
      query:
        '{ works { sku ... on Work { sku } ... on Similar { __typename type: __typename } ... on Magazine { title } author: by { email made } } }',
      data: {
        works: [
          { sku: 's1', __typename: 'Book', type: 'Book', author: { email: 'u1@example.org', made: 2 } },
          { sku: 's3', __typename: 'Book', type: 'Book', author: { email: 'u2@example.org', made: 2 } },
          {
            sku: 's2',
            __typename: 'Magazine',
            type: 'Magazine',
            title: 'Magazine 2',
            author: { email: 'u1@example.org', made: 2 },
          },
        ],
      },
    },
    conditional('include', true, true),
    conditional('include', false, false),
    conditional('skip', true, false),
    conditional('skip', false, true),
    {
      shows: 'hold a union whose members have one field name with different types',
      query:
        '{ works { reviews { work { ... on Magazine { publisher { ...P } } ... on Book { publisher { ...P } } } } publisher { ...P } } } fragment P on Publisher { ... on Agency { object: email { address } name } ... on Self { text: email } ... on Group { text: email name } }',
      data: {
        works: [
          { reviews: [{ work: { publisher: { text: 'u1@example.org' } } }], publisher: { text: 'u1@example.org' } },
          { reviews: [], publisher: { text: 'g1@example.org', name: 'Group 1' } },
          {
            reviews: [{ work: { publisher: { object: { address: 'a1@example.org' }, name: 'Agency 1' } } }],
            publisher: { object: { address: 'a1@example.org' }, name: 'Agency 1' },
          },
        ],
      },
    },
  ],
};

export const entitiesBehindInterfaces: readonly AuditSuite[] = [behindInterfaces];
