import type { Expected, HostileCase } from '../hostile-case.ts';
import { ask, post, times } from '../requests.ts';

const answered = (title: string, query: string, expected: Expected, variables?: unknown): HostileCase => ({
  title,
  send: (target) => ask(target, query, { variables }),
  expected,
});

/** What graphql-js refuses before anybody is asked. */
const misfit = (title: string, query: string, variables?: unknown): HostileCase =>
  answered(
    title,
    query,
    { status: 400, code: variables === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'BAD_USER_INPUT' },
    variables,
  );

/** What a service refuses: the field is null, and its error says what was expected. */
const notTaken = (title: string, field: string, query: string, variables?: unknown): HostileCase =>
  answered(title, query, { status: 200, code: 'BAD_USER_INPUT', data: { [field]: null } }, variables);

/** What is taken, and leads to nothing. */
const nothing = (title: string, data: unknown, query: string, variables?: unknown): HostileCase =>
  answered(title, query, { status: 200, data }, variables);

const AUTHORITIES = 'query ($n: Int!) { authorities(first: $n) { nodes { name } } }';
const SEARCH = 'query ($q: String) { authorities(query: $q) { nodes { name } } }';
const BY_ID =
  'query ($i: ID!) { authority(id: $i) { name } appointment(id: $i) { id } payment(id: $i) { id } procedure(id: $i) { id } vehicle(id: $i) { id } }';
const NOTHING_BY_ID = { authority: null, appointment: null, payment: null, procedure: null, vehicle: null };

export const numbers: HostileCase[] = [
  misfit('that is too large for Int', '{ authorities(first: 2147483648) { nodes { name } } }'),
  misfit('of 100,000 digits', `{ authorities(first: ${'9'.repeat(100_000)}) { nodes { name } } }`),
  misfit('with 100,000 decimals', `{ authorities(first: 1.${'9'.repeat(100_000)}e99999) { nodes { name } } }`),
  misfit('beyond all, 1e400', '{ authorities(first: 1e400) { nodes { name } } }'),
  misfit('that is text', '{ authorities(first: "10") { nodes { name } } }'),
  misfit('that is a list', '{ authorities(first: [[[10]]]) { nodes { name } } }'),
  misfit('that is null', '{ authorities(first: null) { nodes { name } } }'),
  misfit('that is an enum’s value', '{ authorities(first: TEN) { nodes { name } } }'),
  misfit('with a fraction, in a variable', AUTHORITIES, { n: 1.5 }),
  misfit('that is text, in a variable', AUTHORITIES, { n: '10' }),
  misfit('that is true, in a variable', AUTHORITIES, { n: true }),
  misfit('that is a list, in a variable', AUTHORITIES, { n: [[[10]]] }),
  misfit('that is an object, in a variable', AUTHORITIES, { n: { valueOf: 10 } }),
  misfit('below all Ints, in a variable', AUTHORITIES, { n: -9_007_199_254_740_991 }),
  misfit('that is missing', AUTHORITIES, {}),
  misfit(
    'under a name that every object has',
    'query ($toString: Int!) { authorities(first: $toString) { nodes { name } } }',
    {},
  ),
  answered(
    'that is not given, under a name that every object has',
    'query ($toString: Int = 1) { authorities(first: $toString) { pageInfo { hasPreviousPage } } }',
    { status: 200, data: { authorities: { pageInfo: { hasPreviousPage: false } } } },
  ),
  notTaken('below nothing', 'authorities', '{ authorities(first: -1) { nodes { name } } }'),
  notTaken('of nothing', 'authorities', '{ authorities(first: 0) { nodes { name } } }'),
  {
    title: 'with an exponent in a variable',
    send: (target) => post(target, `{"query":${JSON.stringify(AUTHORITIES)},"variables":{"n":1e400}}`),
    expected: { status: 400, code: 'BAD_USER_INPUT' },
  },
];

export const texts: HostileCase[] = [
  nothing('with SQL, as an identifier', NOTHING_BY_ID, BY_ID, { i: "' OR 1=1; DROP TABLE payment; --" }),
  nothing('with SQL and a comment', NOTHING_BY_ID, BY_ID, { i: "1'/**/UNION/**/SELECT/**/NULL--" }),
  nothing('of 200 KB, as an identifier', NOTHING_BY_ID, BY_ID, { i: 'x'.repeat(200_000) }),
  nothing('of 5,000 digits, as an identifier', { authority: null }, `{ authority(id: ${'9'.repeat(5_000)}) { name } }`),
  nothing('that names a file', NOTHING_BY_ID, BY_ID, { i: '../../../../etc/passwd' }),
  nothing('that names an address', NOTHING_BY_ID, BY_ID, { i: 'http://169.254.169.254/latest/meta-data/' }),
  nothing('that is __proto__', NOTHING_BY_ID, BY_ID, { i: '__proto__' }),
  nothing('that is markup', NOTHING_BY_ID, BY_ID, { i: '<img src=x onerror=alert(1)>' }),
  nothing('that is a template', NOTHING_BY_ID, BY_ID, { i: '${jndi:ldap://evil.example/a}{{7*7}}' }),
  nothing('with lines of a header', NOTHING_BY_ID, BY_ID, { i: 'x\r\nSet-Cookie: a=b' }),
  nothing('in right to left', NOTHING_BY_ID, BY_ID, { i: '\u202etxt.exe' }),
  nothing('of 10,000 marks on one letter', NOTHING_BY_ID, BY_ID, { i: `a${'\u0301'.repeat(10_000)}` }),
  misfit('that is an object, as an identifier', 'query ($i: ID!) { authority(id: $i) { name } }', { i: { $ne: null } }),
  misfit('that is a list, as an identifier', 'query ($i: ID!) { authority(id: $i) { name } }', { i: ['a'] }),
  misfit('that is a fraction, as an identifier', 'query ($i: ID!) { authority(id: $i) { name } }', { i: 1.5 }),
  misfit('that is true, as an identifier', 'query ($i: ID!) { authority(id: $i) { name } }', { i: true }),
  answered(
    'that is not given, as a search, under a name that every object has',
    'query ($valueOf: String) { authorities(query: $valueOf) { pageInfo { hasPreviousPage } } }',
    { status: 200, data: { authorities: { pageInfo: { hasPreviousPage: false } } } },
  ),
  misfit(
    'for a level, that resembles one',
    'query ($f: AuthorityFilter) { authorities(filter: $f) { nodes { id } } }',
    { f: { level: 'STAT' } },
  ),
  misfit(
    'for a field of a filter, that resembles one',
    'query ($f: AuthorityFilter) { authorities(filter: $f) { nodes { id } } }',
    { f: { leve: 'STATE' } },
  ),
  nothing('with NUL, as an identifier', NOTHING_BY_ID, BY_ID, { i: 'a\u0000b' }),
  nothing('with NUL, as a search', { authorities: { nodes: [] } }, SEARCH, { q: 'qqq\u0000qqq' }),
  nothing('with half a pair of surrogates', { authorities: { nodes: [] } }, SEARCH, { q: '\ud800x' }),
  notTaken('with NUL, as an AGS', 'authorityByAgs', '{ authorityByAgs(ags: "\\u0000") { name } }'),
  notTaken('that is no cursor', 'authorities', '{ authorities(after: "garbage") { nodes { name } } }'),
  notTaken(
    'that is a cursor of 90,000 lists',
    'authorities',
    'query ($a: String) { authorities(after: $a) { nodes { name } } }',
    {
      a: Buffer.from('['.repeat(90_000)).toString('base64url'),
    },
  ),
  notTaken(
    'that is a cursor with __proto__',
    'authorities',
    'query ($a: String) { authorities(after: $a) { nodes { name } } }',
    {
      a: Buffer.from('{"__proto__":{"polluted":true}}').toString('base64url'),
    },
  ),
  {
    title: 'of signs that mean something in a pattern, as a search',
    send: (target) =>
      ask(
        target,
        'query ($q: String) { authorities(query: $q) { pageInfo { hasPreviousPage } } services(query: $q) { pageInfo { hasPreviousPage } } }',
        { variables: { q: "%_\\';--(((((.*.*)+$[[[" } },
      ),
    expected: {
      status: 200,
      data: {
        authorities: { pageInfo: { hasPreviousPage: false } },
        services: { pageInfo: { hasPreviousPage: false } },
      },
    },
  },
  {
    title: 'of 200 KB, as a search',
    send: (target) =>
      ask(target, 'query ($q: String) { authorities(query: $q) { pageInfo { hasPreviousPage } } }', {
        variables: { q: 'abc '.repeat(50_000) },
      }),
    expected: { status: 200, data: { authorities: { pageInfo: { hasPreviousPage: false } } } },
  },
];

const TYPENAME = 'Query';
export const names: HostileCase[] = [
  nothing(
    'that every object has, for aliases',
    {
      toString: TYPENAME,
      constructor: TYPENAME,
      hasOwnProperty: TYPENAME,
      valueOf: TYPENAME,
      toJSON: TYPENAME,
    },
    '{ toString: __typename constructor: __typename hasOwnProperty: __typename valueOf: __typename toJSON: __typename }',
  ),
  nothing(
    'that every object has, for variables',
    { __typename: TYPENAME },
    'query ($constructor: Boolean! = true, $hasOwnProperty: Boolean! = false) { __typename @include(if: $constructor) @skip(if: $hasOwnProperty) }',
  ),
  nothing('that every object has, for operations', { __typename: TYPENAME }, 'query constructor { __typename }'),
  nothing(
    'that every object has, for fragments',
    { __typename: TYPENAME },
    '{ ...toString } fragment toString on Query { ...valueOf } fragment valueOf on Query { __typename }',
  ),
  {
    title: '__proto__ for an alias',
    send: (target) => ask(target, '{ __proto__: __typename b: __typename }'),
    expected: { status: 200, text: /^\{"data":\{"__proto__":"Query","b":"Query"\}\}/ },
  },
  {
    title: '__typename for an alias of something else',
    send: (target) => ask(target, '{ authority(id: "none") { __typename: name id: name } __typename: __typename }'),
    expected: { status: 200, data: { authority: null, __typename: TYPENAME } },
  },
  {
    title: '_entities for an alias, with representations for a variable',
    send: (target) =>
      ask(
        target,
        'query ($representations: ID!) { _entities: authority(id: $representations) { id } _service: __typename }',
        { variables: { representations: 'none' } },
      ),
    expected: { status: 200, data: { _entities: null, _service: TYPENAME } },
  },
  nothing(
    'of 200 characters, thirty of them',
    Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${'x'.repeat(200)}${n}`, TYPENAME])),
    `{ ${times(20, (n) => `${'x'.repeat(200)}${n}: __typename`)} }`,
  ),
];

/** Writes that are not to be: each is refused with a reason that a form can show, or by the gateway. */
const write = (title: string, query: string, expected: Partial<Expected>, variables?: unknown): HostileCase =>
  answered(title, query, { status: 200, ...expected }, variables);

export const writes: HostileCase[] = [
  write(
    'of a telephone number with NUL',
    'mutation ($p: String) { updateContact(input: { phone: $p }) { problems { code } } }',
    { data: { updateContact: { problems: [{ code: 'PHONE_INVALID' }] } } },
    { p: '\u0000' },
  ),
  write(
    'of a mail address with lines of a header',
    'mutation ($m: String) { updateContact(input: { mail: $m }) { problems { code } } }',
    { text: /"problems":\[\{"code":"[A-Z_]+"/ },
    { m: 'a@b.de\r\nBcc: all@example.org' },
  ),
  write(
    'of a mail address of 200 KB',
    'mutation ($m: String) { updateContact(input: { mail: $m }) { problems { code } } }',
    { text: /"problems":\[\{"code":"[A-Z_]+"/ },
    { m: `${'a'.repeat(200_000)}@b.de` },
  ),
  write(
    'of a plate with SQL',
    'mutation { reservePlate(input: { plate: "L\'; DROP--", residence: "14713000", idempotencyKey: "hostile-3" }) { problems { code } } }',
    { text: /"problems":\[\{"code":"[A-Z_]+"|"code":"[A-Z_]+"/ },
  ),
  write(
    'of a fee demand that nobody signed',
    'mutation { createPayment(input: { feeDemand: "eyJhbGciOiJub25lIn0.eyJhbW91bnQiOjF9.", idempotencyKey: "hostile-1" }) { payment { id } problems { code } } }',
    { data: { createPayment: { payment: null, problems: [{ code: 'DEMAND_INVALID' }] } } },
  ),
  write(
    'of an open fee of somebody else',
    'mutation { payFee(input: { feeId: "00000000-0000-4000-8000-000000000000", idempotencyKey: "hostile-2" }) { payment { id } problems { code } } }',
    { data: { payFee: { payment: null, problems: [{ code: 'FEE_UNKNOWN' }] } } },
  ),
  write(
    'of an idempotency key of 200 KB',
    'mutation ($k: String!) { payFee(input: { feeId: "x", idempotencyKey: $k }) { payment { id } problems { code } } }',
    { text: /"code":"(?:IDEMPOTENCY_KEY_MALFORMED|BAD_USER_INPUT|FEE_UNKNOWN)"/ },
    { k: 'k'.repeat(200_000) },
  ),
  write(
    'of a procedure of somebody else',
    'mutation { submitProcedure(input: { procedureId: "00000000-0000-4000-8000-000000000000", idempotencyKey: "hostile-4" }) { procedure { id } problems { code } } }',
    { data: { submitProcedure: { procedure: null, problems: [{ code: 'PROCEDURE_UNKNOWN' }] } } },
  ),
  write(
    'of a decision by who is no clerk',
    'mutation { decideProcedure(input: { procedureId: "1", decision: APPROVE }) { problems { code } } }',
    { code: 'FORBIDDEN', data: { decideProcedure: null } },
  ),
  write(
    'of a refund by who is no clerk',
    'mutation { refundPayment(input: { paymentId: "1", idempotencyKey: "k", amountCents: 1, reason: "x" }) { problems { code } } }',
    { code: 'FORBIDDEN', data: { refundPayment: null } },
  ),
  {
    title: 'of a mandate with a password only',
    send: ({ weakToken, ...target }) =>
      ask(
        { ...target, weakToken, token: weakToken },
        'mutation { createSepaMandate(input: { accountHolder: "Erika", hasConsented: true, iban: "DE02120300000000202051", idempotencyKey: "k1" }) { problems { code } } }',
      ),
    expected: { status: 200, code: 'ASSURANCE_TOO_LOW', data: { createSepaMandate: null } },
  },
  {
    title: 'by nobody',
    send: (target) =>
      ask(target, 'mutation { updateContact(input: { phone: "+4934100000" }) { problems { code } } }', {
        as: 'nobody',
      }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { updateContact: null } },
  },
];
