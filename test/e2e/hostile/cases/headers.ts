import type { Expected, HostileCase } from '../hostile-case.ts';
import { ask, HEAD, OK, post, raw, send, times, WITH_LENGTH } from '../requests.ts';

const TYPENAME = { status: 200, data: { __typename: 'Query' } } as const;
const header = (title: string, headers: Record<string, string>, expected: Expected = TYPENAME): HostileCase => ({
  title,
  send: (target) => post(target, OK, headers),
  expected,
});

/** That switch something on elsewhere, claim to be somebody else, or are long: nothing may come of them. */
export const headers: HostileCase[] = [
  ...[
    'apollo-expose-query-plan',
    'apollo-query-plan-experimental',
    'hive-expose-query-plan',
    'x-wg-include-query-plan',
    'x-cost',
    'apollo-tracing',
    'apollo-cache-debugging',
    'apollo-connectors-debugging',
    'x-debug',
    'x-tracing',
    'graphql-debug',
  ].map((name) => header(`${name}, which shows plans elsewhere`, { [name]: 'true' })),
  header('apollo-federation-include-trace', { 'apollo-federation-include-trace': 'ftv1' }),
  header('X-Forwarded-For of 500 addresses', { 'x-forwarded-for': '9.9.9.9, '.repeat(500) }),
  header('X-Forwarded-Host and other names for the gateway', {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'javascript',
    forwarded: 'for="_x";host=evil.example',
    'x-original-url': '/metrics',
    'x-rewrite-url': '/metrics',
    'x-host': 'evil.example',
  }),
  header('traceparent that is none', {
    traceparent: `00-${'z'.repeat(5_000)}`,
    tracestate: 'a=b,'.repeat(500),
    baggage: 'a=b,'.repeat(500),
  }),
  header('Accept-Language of 3,000 languages', { 'accept-language': 'de,'.repeat(3_000) }),
  header('Accept-Language with a path', { 'accept-language': '../../../etc/passwd, de;q=1e400' }),
  header('a client’s name of 8 KB', {
    'apollographql-client-name': 'x'.repeat(8_000),
    'apollographql-client-version': '\u00e9'.repeat(100),
  }),
  header(
    'Accept of pictures',
    { accept: 'image/png' },
    { status: 406, code: 'BAD_REQUEST', message: /Nothing was executed/ },
  ),
  header('If-None-Match and Range', { 'if-none-match': '*', range: 'bytes=0-0,'.repeat(1_000) }),
  header('cookies that look like tokens', { cookie: 'access_token=x; session=y; token=z' }),
  {
    title: 'an assertion that nobody signed',
    send: (target) =>
      ask(target, '{ me { name { full } } }', {
        as: 'nobody',
        headers: {
          'x-amtgraph-caller': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJlcmlrYSJ9.',
          'x-user-id': 'erika',
          'x-authenticated-user': 'erika',
        },
      }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { me: null } },
  },
  {
    title: 'the token of a citizen as an assertion',
    send: (target) =>
      ask(target, '{ me { name { full } } }', { as: 'nobody', headers: { 'x-amtgraph-caller': target.token } }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { me: null } },
  },
  {
    title: 'the token of a citizen in a cookie',
    send: (target) =>
      ask(target, '{ me { name { full } } }', {
        as: 'nobody',
        headers: { cookie: `access_token=${target.token}; authorization=Bearer ${target.token}` },
      }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { me: null } },
  },
  {
    title: 'the token of a citizen for a proxy',
    send: (target) =>
      ask(target, '{ me { name { full } } }', {
        as: 'nobody',
        headers: { 'proxy-authorization': `Bearer ${target.token}`, 'x-access-token': target.token },
      }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { me: null } },
  },
  {
    title: 'Authorization that Connection takes away',
    send: (target) =>
      raw(target, `${HEAD}connection: close, authorization\r\nauthorization: Bearer x\r\n${WITH_LENGTH}`),
    expected: { status: 401, code: 'UNAUTHENTICATED' },
  },
  {
    title: 'a header of 40 KB',
    send: (target) => raw(target, `${HEAD}x: ${'x'.repeat(40_000)}\r\n${WITH_LENGTH}`),
    expected: { status: 431 },
  },
  {
    title: 'two thousand headers',
    send: (target) => raw(target, `${HEAD}${times(2_500, (n) => `h${n}: 1\r\n`).replaceAll(' h', 'h')}${WITH_LENGTH}`),
    expected: { status: 431 },
  },
  {
    title: 'an origin that is not listed',
    send: (target) => post(target, OK, { origin: 'https://evil.example' }),
    expected: TYPENAME,
  },
  {
    title: 'an origin that begins like one that is listed',
    send: (target) => post(target, OK, { origin: 'https://account.example.evil.example' }),
    expected: TYPENAME,
  },
  { title: 'an origin that is null', send: (target) => post(target, OK, { origin: 'null' }), expected: TYPENAME },
  {
    title: 'an origin on another port',
    send: (target) => post(target, OK, { origin: 'https://account.example:8443' }),
    expected: TYPENAME,
  },
  {
    title: 'a preflight for an origin that is not listed',
    send: ({ url }) =>
      send(`${url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,authorization',
        },
      }),
    expected: { status: 204 },
  },
];
