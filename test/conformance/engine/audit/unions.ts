import { type AuditSuite, subgraph } from './suite.ts';

const book = { __typename: 'Book', id: 'b1', title: 'Law', aTitle: 'A Law', bTitle: 'B Law' };
const song = { __typename: 'Song', title: 'Anthem', aTitle: 'A Anthem' };
const film = { __typename: 'Film', title: 'Newsreel', bTitle: 'B Newsreel' };

const intersection: AuditSuite = {
  name: 'a union with other members in each subgraph',
  subgraphs: [
    subgraph(
      'a',
      `type Query { media: Media @shareable aMedia: Media viewer: Viewer @shareable }
       union Media = Book | Song union Shelf = Song | Book
       type Viewer { media: Media @shareable song: Media aMedia: Media shelf: Shelf }
       type Book @key(fields: "id") { id: ID! title: String @shareable aTitle: String }
       type Song { title: String aTitle: String }`,
      {
        Query: {
          media: () => book,
          aMedia: () => book,
          viewer: () => ({ media: book, song, aMedia: book, shelf: song }),
        },
        Book: { __resolveReference: () => book },
      },
    ),
    subgraph(
      'b',
      `type Query { media: Media @shareable bMedia: Media viewer: Viewer @shareable }
       union Media = Book | Film
       type Viewer { media: Media @shareable bMedia: Media }
       type Book @key(fields: "id") { id: ID! title: String @shareable bTitle: String }
       type Film { title: String bTitle: String }`,
      {
        Query: { media: () => book, bMedia: () => film, viewer: () => ({ media: book, bMedia: film }) },
        Book: { __resolveReference: () => book },
      },
    ),
  ],
  cases: [
    {
      shows: 'gives nothing for a member that did not come',
      query: '{ media { ... on Film { title } } }',
      data: { media: {} },
    },
    {
      shows: 'gives the member that came',
      query: '{ media { ... on Book { title } ... on Film { title } } }',
      data: { media: { title: 'Law' } },
    },
    {
      shows: 'is right at every position',
      query: `{ viewer {
        media { __typename ... on Song { title } ... on Film { title } ... on Book { title } }
        song { __typename ... on Song { title aTitle } ... on Film { title bTitle } ... on Book { title } }
        shelf { __typename ... on Song { title } } } }`,
      data: {
        viewer: {
          media: { __typename: 'Book', title: 'Law' },
          song: { __typename: 'Song', title: 'Anthem', aTitle: 'A Anthem' },
          shelf: { __typename: 'Song', title: 'Anthem' },
        },
      },
    },
    {
      shows: 'hops for a member both know',
      query: '{ aMedia { ... on Book { title aTitle bTitle } } }',
      data: { aMedia: { title: 'Law', aTitle: 'A Law', bTitle: 'B Law' } },
    },
    {
      shows: 'does not hop for a member that cannot come',
      query: '{ aMedia { ... on Film { title bTitle } } }',
      data: { aMedia: {} },
    },
    {
      shows: 'is right in two positions at once',
      query: '{ viewer { aMedia { ... on Film { title bTitle } } bMedia { ... on Film { title bTitle } } } }',
      data: { viewer: { aMedia: {}, bMedia: { title: 'Newsreel', bTitle: 'B Newsreel' } } },
    },
  ],
};

const actions = (own: string, field: string) => `
  type Query { root${own}: Root${own} shared: Shared @shareable }
  type Root${own} { wrapper: Wrapper }
  type Shared @shareable { wrapper: Wrapper }
  type Wrapper @shareable { actions: [Action!]! }
  union Action = Common | Only${own}
  type Common @shareable { label: String! }
  type Only${own} { ${field}: String! }`;
const common = { __typename: 'Common', label: 'same' };
const wrapped = (...list: unknown[]) => ({ wrapper: { actions: list } });
const onlyA = { __typename: 'OnlyA', a: 'in a' };
const onlyB = { __typename: 'OnlyB', b: 'in b' };
const all = '{ actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } } }';

const partial: AuditSuite = {
  name: 'a union below a shared type',
  subgraphs: [
    subgraph('a', actions('A', 'a'), {
      Query: { rootA: () => wrapped(common, onlyA), shared: () => wrapped(common) },
    }),
    subgraph('b', actions('B', 'b'), {
      Query: { rootB: () => wrapped(common, onlyB), shared: () => wrapped(common) },
    }),
  ],
  cases: [
    {
      shows: 'has the first subgraph’s members',
      query: `{ rootA { wrapper ${all} } }`,
      data: { rootA: wrapped(common, onlyA) },
    },
    {
      shows: 'has the second subgraph’s members',
      query: `{ rootB { wrapper ${all} } }`,
      data: { rootB: wrapped(common, onlyB) },
    },
    {
      shows: 'has what both know where both answer',
      query: `{ shared { wrapper ${all} } }`,
      data: { shared: wrapped(common) },
    },
    {
      shows: 'leaves members of the other out',
      query: '{ rootA { wrapper { actions { __typename ... on OnlyB { b } } } } }',
      data: { rootA: { wrapper: { actions: [{ __typename: 'Common' }, { __typename: 'OnlyA' }] } } },
    },
    {
      shows: 'is right for both at once',
      query: `{ rootB { wrapper ${all} } rootA { wrapper ${all} } }`,
      data: { rootB: wrapped(common, onlyB), rootA: wrapped(common, onlyA) },
    },
  ],
};

export const unions: readonly AuditSuite[] = [intersection, partial];
