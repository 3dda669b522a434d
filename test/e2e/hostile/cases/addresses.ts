import type { Expected, HostileCase } from '../hostile-case.ts';
import { get, loggedIn, post, raw, send, WITH_LENGTH } from '../requests.ts';

const search = (title: string, parameters: string, expected: Expected): HostileCase => ({
  title,
  send: (target) => get(target, parameters),
  expected,
});
const asked = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const refused = (message: RegExp) => ({ status: 400, code: 'BAD_REQUEST', message });
const MUTATION = 'mutation { updateContact(input: { phone: "+49341000" }) { problems { code } } }';

export const gets: HostileCase[] = [
  {
    title: 'that another page could send',
    send: ({ url }) => send(`${url}/graphql?query={__typename}`),
    expected: refused(/CSRF|preflight/i),
  },
  {
    title: 'that another page could send, with a type that needs no preflight',
    send: ({ url }) => send(`${url}/graphql?query={__typename}`, { headers: { 'content-type': 'text/plain' } }),
    expected: refused(/CSRF|preflight/i),
  },
  search('of a mutation', asked({ query: MUTATION }), { status: 405, code: 'BAD_REQUEST', message: /POST|GET/ }),
  search(
    'of a mutation among queries',
    asked({ query: `query A { __typename } ${MUTATION.replace('mutation', 'mutation B')}`, operationName: 'B' }),
    { status: 405, code: 'BAD_REQUEST' },
  ),
  search('of a subscription', asked({ query: 'subscription { paymentChanged { id } }' }), {
    status: 405,
    code: 'BAD_REQUEST',
  }),
  search('with query twice', 'query={__typename}&query={nothing}', refused(/given twice/)),
  search('with variables twice', 'query={__typename}&variables={}&variables={"a":1}', refused(/given twice/)),
  search('with query as a list', 'query[]={__typename}&query[]={nothing}', refused(/query/)),
  search('with query as an object', 'query[__proto__]={__typename}', refused(/query/)),
  search(
    'with __proto__ for parameters',
    '__proto__[polluted]=1&constructor[prototype][polluted]=1&query={__typename}',
    { status: 200, data: { __typename: 'Query' } },
  ),
  search('without anything', '', refused(/query/)),
  search(
    'with variables that are broken',
    asked({ query: '{__typename}', variables: '{' }),
    refused(/variables is expected to be JSON/),
  ),
  search('with variables that are a list', asked({ query: '{__typename}', variables: '[1]' }), refused(/variables/)),
  search(
    'with variables that reach prototypes',
    asked({ query: '{__typename}', variables: '{"__proto__":{"polluted":true}}' }),
    refused(/__proto__/),
  ),
  search(
    'with variables that are deep',
    asked({ query: '{__typename}', variables: `${'['.repeat(1_000)}${']'.repeat(1_000)}` }),
    refused(/nested/),
  ),
  search(
    'with variables that have a key twice',
    asked({ query: '{__typename}', variables: '{"a":1,"a":2}' }),
    refused(/same key twice/),
  ),
  search('with extensions that are text', asked({ query: '{__typename}', extensions: '"x"' }), refused(/extensions/)),
  search('with an escape that is none', 'query=%E0%A4%A', { status: 400, code: 'GRAPHQL_PARSE_FAILED' }),
  search('with half a letter', 'query={__typename}%ff', { status: 400, code: 'GRAPHQL_PARSE_FAILED' }),
  search('with NUL', 'query={__typename}%00', { status: 400, code: 'GRAPHQL_PARSE_FAILED' }),
  {
    title: 'with a query of 60 KB',
    send: (target) =>
      raw(target, `GET /graphql?query={__typename}%23${'x'.repeat(60_000)} HTTP/1.1\r\nhost: x\r\n\r\n`),
    expected: { status: 431 },
  },
  {
    title: 'with a token in the address',
    send: (target) => get(target, asked({ query: '{ me { id } }', access_token: target.token })),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { me: null } },
  },
];

const pathCase = (path: string, status = 404): HostileCase => ({
  title: path.slice(0, 60),
  send: (target) => raw(target, `GET ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\r\n`),
  expected: { status, code: 'BAD_REQUEST' },
});

/** Of what lies beside the program, of what other programs have there, and of what is on another port. */
export const paths: HostileCase[] = [
  ...'/ /index.html /playground /graphiql /altair /voyager /console /sandbox /graphql/console /graphql/ /graphql/x /GRAPHQL /graphql.php /api /api/graphql /v1/graphql /gql'.split(
    ' ',
  ),
  ...'/metrics /admin /debug /debug/pprof /json/version /actuator/env /server-status /cache/invalidate /logs/gateway.log /swagger.json /trace'.split(
    ' ',
  ),
  ...'/.env /.git/config /package.json /dist/gateway/main.js /schema/supergraph.graphql /assets/ /assets/../../package.json /..%2f..%2fetc/passwd /%2e%2e/%2e%2e/package.json /assets/..%5c..%5cpackage.json /static/..;/package.json'.split(
    ' ',
  ),
  ...'//evil.example/ /graphql%2f /graphql/..;/metrics /graphql/../metrics /.well-known/openid-configuration /robots.txt /_service /_entities /subgraphs/identity'.split(
    ' ',
  ),
  `/${'a'.repeat(8_000)}`,
].map((path) => pathCase(path));
paths.push(...['/%E0%A4%A', '/%', '/%zz'].map((path) => pathCase(path, 400)));

const byMethod = (method: string, status: number): HostileCase => ({
  title: method,
  send: (target) =>
    raw(
      target,
      `${method} /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-length: 2\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{}`,
    ),
  expected: { status, code: 'BAD_REQUEST' },
});

export const methods: HostileCase[] = [
  ...['PUT', 'PATCH', 'DELETE'].map((method) => byMethod(method, 405)),
  ...['PROPFIND', 'SEARCH', 'LOCK', 'REPORT', 'QUERY', 'MKCOL', 'PURGE'].map((method) => byMethod(method, 404)),
  {
    title: 'TRACE, which gives back what came',
    send: (target) =>
      raw(target, 'TRACE /graphql HTTP/1.1\r\nhost: x\r\ncookie: secret=1\r\nconnection: close\r\n\r\n'),
    expected: { status: 404, code: 'BAD_REQUEST', text: /^(?![\s\S]*secret)/ },
  },
  {
    title: 'a word that is no method',
    send: (target) => raw(target, 'FOO /graphql HTTP/1.1\r\nhost: x\r\n\r\n'),
    expected: { status: 400 },
  },
  {
    title: 'get in small letters',
    send: (target) => raw(target, 'get /health HTTP/1.1\r\nhost: x\r\n\r\n'),
    expected: { status: 400 },
  },
  {
    title: 'POST that says it is GET',
    send: (target) =>
      post(target, JSON.stringify({ query: MUTATION }), {
        'x-http-method-override': 'GET',
        'x-method-override': 'DELETE',
      }),
    expected: { status: 200, code: 'UNAUTHENTICATED', data: { updateContact: null } },
  },
  {
    title: 'GET that says it is POST',
    send: (target) =>
      get(target, asked({ query: MUTATION, _method: 'POST' }), {
        'x-http-method-override': 'POST',
        ...loggedIn(target),
      }),
    expected: { status: 405, code: 'BAD_REQUEST' },
  },
  {
    title: 'GET with a body',
    send: (target) =>
      raw(
        target,
        `GET /graphql HTTP/1.1\r\nhost: x\r\napollo-require-preflight: 1\r\ncontent-type: application/json\r\nconnection: close\r\n${WITH_LENGTH}`,
      ),
    expected: { status: 400, code: 'BAD_REQUEST', message: /query/ },
  },
  {
    title: 'HEAD',
    send: (target) =>
      raw(
        target,
        `HEAD /graphql?query=${encodeURIComponent(MUTATION)} HTTP/1.1\r\nhost: x\r\napollo-require-preflight: 1\r\nconnection: close\r\n\r\n`,
      ),
    expected: { status: 405 },
  },
];
