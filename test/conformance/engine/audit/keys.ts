import type { Row } from '../../../testkit/supergraphs/federated-graph.ts';
import { type AuditSuite, subgraph } from './suite.ts';

const oneHop: AuditSuite = {
  name: 'an entity found by a key',
  subgraphs: [
    subgraph('letters', `type Query { recipient: Person } type Person @key(fields: "id") { id: ID! }`, {
      Query: { recipient: () => ({ id: 'p1' }) },
      Person: { __resolveReference: ({ id }) => ({ id }) },
    }),
    subgraph('mail', `type Person @key(fields: "id") @key(fields: "email") { id: ID! email: ID! }`, {
      Person: { __resolveReference: ({ id, email }) => ({ id: id ?? 'p1', email: email ?? 'a@example.org' }) },
    }),
    subgraph('names', `type Person @key(fields: "email") { email: ID! nickname: String }`, {
      Person: { __resolveReference: ({ email }) => ({ email, nickname: `nick of ${String(email)}` }) },
    }),
  ],
  cases: [
    {
      shows: 'is reached through another key',
      query: '{ recipient { nickname } }',
      data: { recipient: { nickname: 'nick of a@example.org' } },
    },
    {
      shows: 'gives its keys too',
      query: '{ recipient { id nickname email } }',
      data: { recipient: { id: 'p1', nickname: 'nick of a@example.org', email: 'a@example.org' } },
    },
  ],
};

const listKeys: AuditSuite = {
  name: 'a key that holds lists and objects',
  subgraphs: [
    subgraph(
      'files',
      `type Query { top: FileList }
       type FileList @key(fields: "files { id }") { files: [File!]! }
       type File @key(fields: "id") { id: ID! tag: Tag @shareable }
       type Tag @key(fields: "id") { id: ID! }`,
      {
        Query: {
          top: () => ({
            files: [
              { id: '1', tag: { id: 't1' } },
              { id: '2', tag: { id: 't2' } },
            ],
          }),
        },
        File: { __resolveReference: ({ id }) => ({ id, tag: { id: `t${String(id)}` } }) },
      },
    ),
    subgraph(
      'order',
      `type FileList @key(fields: "files { id no }") { files: [File!]! first: File selected: File }
       type File @key(fields: "id no") { id: ID! no: ID @shareable }`,
      {
        FileList: {
          __resolveReference: ({ files }) => ({ files, first: (files as Row[])[0], selected: (files as Row[])[1] }),
        },
        File: { __resolveReference: (reference) => reference },
      },
    ),
    subgraph('numbers', `type File @key(fields: "id") { id: ID! no: ID @shareable }`, {
      File: { __resolveReference: ({ id }) => ({ id, no: `no-${String(id)}` }) },
    }),
    subgraph(
      'weights',
      `type File @key(fields: "id no tag { id label }") { id: ID! no: ID @shareable tag: Tag @shareable grams: Int! }
       type Tag @key(fields: "id label") { id: ID! label: String @shareable }`,
      {
        File: {
          __resolveReference: (reference) => ({
            ...reference,
            grams: (reference['tag'] as Row)['label'] === 'x t1' ? 10 : 20,
          }),
        },
      },
    ),
    subgraph('labels', `type Tag @key(fields: "id") { id: ID! label: String @shareable }`, {
      Tag: { __resolveReference: ({ id }) => ({ id, label: `x ${String(id)}` }) },
    }),
  ],
  cases: [
    {
      shows: 'is put together from several subgraphs',
      query: '{ top { files { id grams tag { label } } first { id } selected { id grams } } }',
      data: {
        top: {
          files: [
            { id: '1', grams: 10, tag: { label: 'x t1' } },
            { id: '2', grams: 20, tag: { label: 'x t2' } },
          ],
          first: { id: '1' },
          selected: { id: '2', grams: 20 },
        },
      },
    },
  ],
};

const mashup: AuditSuite = {
  name: 'keys of many shapes on one entity',
  subgraphs: [
    subgraph(
      'a',
      `type Query { a: A }
       type A @key(fields: "id") @key(fields: "pId") @key(fields: "both { one two }") @key(fields: "id both { one two }") {
         id: ID! pId: ID! both: Both! name: String! }
       type Both @shareable { one: ID! two: ID! three: ID! }`,
      {
        Query: { a: () => theA },
        A: { __resolveReference: () => theA },
      },
    ),
    subgraph(
      'b',
      `type Query { b: B }
       type B @key(fields: "id") { id: ID! all: [A!] }
       type A @key(fields: "id both { two three }") {
         id: ID! both: Both! name: String! @external nameInB: String @requires(fields: "name") }
       type Both @shareable { two: ID! three: ID! }`,
      {
        Query: { b: () => ({ id: 'b1', all: [{ id: 'a1', both: theA.both }] }) },
        B: { __resolveReference: ({ id }) => ({ id, all: [] }) },
        A: { __resolveReference: ({ id, both, name }) => ({ id, both, nameInB: `b.${String(name)}` }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'are chosen so that every hop works',
      query: '{ b { id all { id name nameInB } } }',
      data: { b: { id: 'b1', all: [{ id: 'a1', name: 'a.name', nameInB: 'b.a.name' }] } },
    },
    {
      shows: 'work from the other side',
      query: '{ a { nameInB both { one three } } }',
      data: { a: { nameInB: 'b.a.name', both: { one: '1', three: '3' } } },
    },
  ],
};
const theA = { id: 'a1', pId: 'p1', name: 'a.name', both: { one: '1', two: '2', three: '3' } };

const nullKeys: AuditSuite = {
  name: 'a key that is null for some',
  subgraphs: [
    subgraph(
      'shelf',
      `type Query { boxes: [Box] } type Box { book: Book } type Book @key(fields: "upc") { upc: ID! }`,
      {
        Query: {
          boxes: () => [
            { book: { upc: 'b1' } },
            { book: { upc: 'b2' } },
            null,
            { book: null },
            { book: { upc: 'b3' } },
          ],
        },
      },
    ),
    subgraph('ids', `type Book @key(fields: "upc") @key(fields: "id") { id: ID upc: ID! }`, {
      Book: { __resolveReference: ({ upc }) => (upc === 'b1' ? null : { upc, id: upc === 'b2' ? null : 'i3' }) },
    }),
    subgraph(
      'people',
      `type Book @key(fields: "id") { id: ID author: Author } type Author @key(fields: "id") { id: ID! name: String }`,
      {
        Book: { __resolveReference: ({ id }) => (id === null ? null : { id, author: { id: 'w1', name: 'Ada' } }) },
      },
    ),
  ],
  cases: [
    {
      shows: 'leaves those without it null and finds the rest',
      query: '{ boxes { book { upc author { name } } } }',
      data: {
        boxes: [
          { book: { upc: 'b1', author: null } },
          { book: { upc: 'b2', author: null } },
          null,
          { book: null },
          { book: { upc: 'b3', author: { name: 'Ada' } } },
        ],
      },
    },
  ],
};

const shareable = (field: string) =>
  `type Query { item: Item @shareable items: [Item!]! @shareable }
   type Item @key(fields: "id") @shareable { id: ID! ${field}: Part } type Part { id: ID! @shareable value: String @shareable }`;
const part = (name: string) => {
  const item = { id: '1', [name]: { id: `${name}1`, value: `the ${name}` } };
  return { Query: { item: () => item, items: () => [item] }, Item: { __resolveReference: () => item } };
};

const sharedRoot: AuditSuite = {
  name: 'a root field that several subgraphs answer',
  subgraphs: ['name', 'price', 'category'].map((field) => subgraph(field, shareable(field), part(field))),
  cases: [
    {
      shows: 'is put together',
      query: '{ item { id name { id value } price { value } category { id value } } }',
      data: {
        item: {
          id: '1',
          name: { id: 'name1', value: 'the name' },
          price: { value: 'the price' },
          category: { id: 'category1', value: 'the category' },
        },
      },
    },
    {
      shows: 'is put together in lists',
      query: '{ items { category { value } id price { id } } }',
      data: { items: [{ category: { value: 'the category' }, id: '1', price: { id: 'price1' } }] },
    },
  ],
};

const throughParent: AuditSuite = {
  name: 'an object without a key',
  subgraphs: [
    subgraph(
      'a',
      `type Query { files: [File] } type File @key(fields: "id pid") { id: ID! pid: ID! } type Section @shareable { id: ID! }`,
      {
        Query: {
          files: () => [
            { id: '1', pid: 'x' },
            { id: '2', pid: 'y' },
          ],
        },
      },
    ),
    subgraph(
      'b',
      `type File @key(fields: "id pid") { id: ID! pid: ID! section: Section @shareable } type Section { id: ID! @shareable name: String }`,
      {
        File: {
          __resolveReference: ({ id, pid }) => ({
            id,
            pid,
            section: { id: `s${String(id)}`, name: `section ${String(pid)}` },
          }),
        },
      },
    ),
    subgraph(
      'c',
      `type File @key(fields: "id pid") { id: ID! pid: ID! section: Section @shareable } type Section { id: ID! @shareable details: Details } type Details { files: Int }`,
      {
        File: {
          __resolveReference: ({ id, pid }) => ({
            id,
            pid,
            section: { id: `s${String(id)}`, details: { files: Number(id) } },
          }),
        },
      },
    ),
  ],
  cases: [
    {
      shows: 'is completed through its parent',
      query: '{ files { id section { name id details { files } } } }',
      data: {
        files: [
          { id: '1', section: { name: 'section x', id: 's1', details: { files: 1 } } },
          { id: '2', section: { name: 'section y', id: 's2', details: { files: 2 } } },
        ],
      },
    },
  ],
};

export const keys: readonly AuditSuite[] = [oneHop, listKeys, mashup, nullKeys, sharedRoot, throughParent];
