import type { Expected, HostileCase } from '../hostile-case.ts';
import { ask, post, times, type AskOptions } from '../requests.ts';
import { limited } from './limited.ts';

const answered = (title: string, query: string, expected: Expected, options: AskOptions = {}): HostileCase => ({
  title,
  send: (target) => ask(target, query, options),
  expected,
});

const unreadable = (title: string, query: string, message = /Syntax Error/): HostileCase =>
  answered(title, query, { status: 400, code: 'GRAPHQL_PARSE_FAILED', message });

const invalid = (title: string, query: string, message?: RegExp, options: AskOptions = {}): HostileCase =>
  answered(title, query, { status: 400, code: 'GRAPHQL_VALIDATION_FAILED', ...(message ? { message } : {}) }, options);

const nobody = { as: 'nobody' } as const;

const TYPENAME = { status: 200, data: { __typename: 'Query' } } as const;

export const brokenDocuments: HostileCase[] = [
  unreadable('with a brace too few', '{ me { id }'),
  unreadable('with a brace too many', '{ __typename } }'),
  unreadable('without selections', '{ }'),
  unreadable('of nothing but a comment', ' \n\t,,, # x'),
  unreadable('with NUL', '{ __typename \u0000 }'),
  unreadable('with a control character', '{ __typename \u0007 }'),
  unreadable('with half a pair of surrogates as a name', '{ \ud800 }'),
  unreadable('with letters of another alphabet as a name', '{ мe { id } }'),
  unreadable('with a space of no width in a name', '{ m\u200be { id } }'),
  unreadable('with a string that does not end', `{ authority(id: "${'x'.repeat(200_000)}) { id } }`),
  unreadable('with a text block that does not end', '{ authority(id: """x) { id } }'),
  unreadable('with an escape that there is none of', '{ authority(id: "\\x41") { id } }'),
  unreadable('with a code point beyond all', '{ authority(id: "\\u{110000}") { id } }'),
  unreadable('with a number that begins with 0', '{ authorities(first: 00) { nodes { name } } }'),
  unreadable('with a number and letters', '{ authorities(first: 10abc) { nodes { name } } }'),
  unreadable('with a name in place of a document', 'hello'),
  unreadable('with SQL', "'; DROP TABLE citizens; --"),
  unreadable('with a page', '<script>alert(1)</script>'),
  unreadable('with a template', '{{7*7}}${7*7}<%= 7*7 %>'),
  unreadable('with a fragment called on', 'fragment on on Query { __typename } { ...on }'),
  unreadable('with a variable in a default', 'query ($a: Int = $b) { __typename }'),
  unreadable('with a variable in a constant directive', 'query ($a: Boolean @skip(if: $a)) { __typename }'),
  answered('with nothing in it', '', { status: 400, code: 'BAD_REQUEST' }),
  answered('of nothing but fragments', 'fragment A on Query { __typename }', {
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  answered('with a byte order mark, which is white space to GraphQL', '\uFEFF{ __typename }', TYPENAME, nobody),
  answered('with 200 KB of commas, which mean nothing', `{ __typename ${','.repeat(200_000)} }`, TYPENAME, nobody),
  answered('with 200 KB of comment', `{ __typename } # ${'x'.repeat(200_000)}`, TYPENAME, nobody),
  answered('with 60,000 lines', `{ __typename ${'\r\n'.repeat(60_000)} }`, TYPENAME, nobody),
];

export const wrongDocuments: HostileCase[] = [
  invalid('that extends the schema', 'extend type Query { x: Int } query { __typename }', /not executable|Query/),
  invalid('that defines a type', '{ __typename } type A { b: Int }'),
  invalid('that defines a directive', 'directive @a on FIELD query { __typename @a }'),
  invalid('with two operations without a name', '{ __typename } { __typename }'),
  invalid('with two operations of one name', 'query A { __typename } query A { __typename }'),
  invalid(
    'with two fragments of one name',
    '{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }',
  ),
  invalid('with a fragment that is not there', '{ ...A }'),
  invalid('with a fragment on a type that is not there', '{ ...A } fragment A on Nothing { __typename }'),
  invalid('with a fragment on a scalar', '{ ...A } fragment A on String { __typename }'),
  invalid('with a fragment that can never match', '{ me { ... on Authority { name } } }'),
  invalid('with a variable that is not declared', '{ authority(id: $id) { name } }'),
  invalid('with a variable twice', 'query ($a: ID!, $a: ID!) { authority(id: $a) { name } }'),
  invalid('with a variable of an output type', 'query ($a: Citizen) { __typename }'),
  invalid('with a nullable variable where none may be', 'query ($a: ID) { authority(id: $a) { name } }'),
  invalid('with one name for two things', '{ a: me { id } a: authority(id: "1") { id } }'),
  invalid('with one name for two arguments', '{ authority(id: "1") { name } authority(id: "2") { name } }'),
  invalid('with an argument twice', '{ authority(id: "1", id: "2") { name } }'),
  invalid('with an argument that is not there', '{ authority(id: "1", admin: true) { name } }'),
  invalid('with an argument that lacks', '{ authority { name } }'),
  invalid('with selections below a scalar', '{ me { id { x } } }'),
  invalid('without selections below an object', '{ me }'),
  invalid('with __proto__ for a field', '{ __proto__ }'),
  invalid('with constructor for a field', '{ constructor { name } me { constructor { name } } }'),
  invalid('with toString for a type', '{ ... on toString { __typename } ... on __proto__ { __typename } }'),
  invalid(
    'with hasOwnProperty for an argument and a directive',
    '{ authority(id: "1", hasOwnProperty: 1) { name @hasOwnProperty } }',
  ),
  invalid('with __proto__ for a value of an enum', '{ me { payments(orderBy: __proto__) { nodes { id } } } }'),
  invalid(
    'with __proto__ for a field of an input',
    'mutation { updateContact(input: { __proto__: { polluted: true } }) { problems { code } } }',
  ),
  invalid(
    'with a field of an input twice',
    'mutation { updateContact(input: { phone: "1", phone: "2" }) { problems { code } } }',
  ),
  invalid(
    'with entities, which are the gateway’s business',
    '{ _entities(representations: [{ __typename: "Citizen", id: "1" }]) { __typename } }',
  ),
  invalid(
    'with entities of somebody else in a variable',
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { name { full } } } }',
    undefined,
    { variables: { r: [{ __typename: 'Citizen', id: 'max' }] } },
  ),
  invalid('with _service, which is the subgraphs’', '{ _service { sdl } }'),
  invalid('with types of the join specification', '{ __typename ... on join__Graph { name } }'),
  invalid('with directives of the join specification', '{ me @join__field(graph: IDENTITY) { id } }'),
  invalid('with directives of authorization', '{ me @authenticated @requiresScopes(scopes: [[]]) { id } }'),
  invalid('with directives of cost', '{ me @cost(weight: 0) { vehicles @listSize(assumedSize: 0) { nodes { id } } } }'),
  invalid('with directives of caching', '{ me @cacheControl(maxAge: 3600, scope: PUBLIC) { id } }'),
  invalid('with @defer', '{ me { id ... @defer { name { full } } } }'),
  invalid('with @stream', '{ authorities { nodes @stream(initialCount: 1) { name } } }'),
  invalid('with @skip without a condition', '{ me @skip { id } }'),
  invalid('with @include twice', '{ __typename @include(if: true) @include(if: false) }'),
  invalid('with @deprecated on a field', '{ __typename @deprecated }'),
  invalid('with @oneOf on an operation', 'query @oneOf { __typename }'),
  invalid('with 760 fields that are not there', `{ ${times(19, (n) => `me { ${times(40, (m) => `n${n}x${m}`)} }`)} }`),
  invalid('with a name of 100 KB', `{ ${'x'.repeat(100_000)} }`),
  invalid('with names that are close', '{ mee { id } authoritys { nodes { nam } } }'),
  invalid('with a query called like a mutation', '{ updateContact(input: {}) { problems { code } } }'),
  answered('with a subscription by POST', 'subscription { paymentChanged { id } }', {
    status: 400,
    code: 'BAD_REQUEST',
  }),
  answered('with a subscription of two fields', 'subscription { paymentChanged { id } b: paymentChanged { id } }', {
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  answered('with a subscription of introspection', 'subscription { __typename }', {
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  {
    title: 'with several operations and none named',
    send: (target) => post(target, JSON.stringify({ query: 'query A { __typename } query B { __typename }' })),
    expected: { status: 400, code: 'OPERATION_RESOLUTION_FAILURE', message: /operationName/ },
  },
];

export const introspection: HostileCase[] = [
  ...[
    ['whole', '{ __schema { types { name fields { name args { name } } } } }'],
    ['by one type', '{ __type(name: "Citizen") { name fields { name } } }'],
    ['under another name', '{ s: __schema { q: queryType { n: name } } }'],
    ['through a fragment', '{ ...A } fragment A on Query { __schema { queryType { name } } }'],
    ['through an inline fragment', '{ ... { ... on Query { __schema { queryType { name } } } } }'],
    ['behind a condition', 'query ($a: Boolean! = true) { __schema @include(if: $a) { queryType { name } } }'],
    ['beside something harmless', '{ __typename __schema { queryType { name } } }'],
    ['of a mutation', 'mutation { __typename __schema { queryType { name } } }'],
    ['split by lines and commas', '{,\n__schema\r\n,{,types,{,name,},},}'],
    ['of the supergraph', '{ __type(name: "join__Graph") { enumValues { name } } }'],
  ].map(([title = '', query = '']) => invalid(title, query)),
  limited(
    'introspectionDepth',
    'in a circle, as every scanner sends',
    `query cop { __schema { types { fields { type { ${'fields { type { '.repeat(12)}name${' } }'.repeat(12)} } } } } }`,
  ),
  limited(
    'introspectionLists',
    'many times over',
    `{ __schema { ${times(28, (n) => `a${n}: types { name fields { name } }`)} } }`,
  ),
];
