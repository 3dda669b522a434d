import { stopwatch } from '../../../testkit/stopwatch.ts';
import type { Expected, HostileCase } from '../hostile-case.ts';
import { get, loggedIn, post, raw, send, times, type Target } from '../requests.ts';

const SUBSCRIPTION = 'subscription { paymentChanged { id } }';
const STREAM = { accept: 'text/event-stream' };

const streamed = (
  title: string,
  body: unknown,
  expected: Partial<Expected> & { message?: RegExp } = {},
  as: 'citizen' | 'nobody' = 'citizen',
): HostileCase => ({
  title,
  send: (target) =>
    post(target, typeof body === 'string' ? body : JSON.stringify(body), {
      ...STREAM,
      ...(as === 'citizen' ? loggedIn(target) : {}),
    }),
  expected: { status: 400, code: 'BAD_REQUEST', ...expected },
});

export const eventStreams: HostileCase[] = [
  streamed('with a body that is a list', '[]', { message: /object/ }),
  streamed('with no body', '', { message: /empty/ }),
  streamed('with a query that is a number', { query: 5 }, { message: /string/ }),
  streamed('with variables that are text', { query: SUBSCRIPTION, variables: '{}' }, { message: /variables/ }),
  streamed(
    'with variables that reach prototypes',
    `{"query":"${SUBSCRIPTION}","variables":{"__proto__":{"polluted":true}}}`,
    { message: /__proto__/ },
  ),
  streamed(
    'with an operationName that is not there',
    { query: SUBSCRIPTION, operationName: 'B' },
    { code: 'OPERATION_RESOLUTION_FAILURE' },
  ),
  streamed(
    'with a bomb of fragments',
    {
      query: `subscription { paymentChanged { ...F0 } } ${times(16, (n) => `fragment F${n} on Payment { ...F${n + 1} ...F${n + 1} }`)} fragment F16 on Payment { id }`,
    },
    { code: 'LIMIT_EXCEEDED', limit: 'selections' },
  ),
  streamed(
    'with a field that is not there',
    { query: 'subscription { nothing }' },
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ),
  {
    title: 'of nobody',
    send: (target) => post(target, JSON.stringify({ query: SUBSCRIPTION }), STREAM),
    expected: { status: 200, text: /^event: next\ndata: \{"errors":.*"UNAUTHENTICATED"/ },
  },
  streamed(
    'of introspection',
    { query: 'subscription { __schema { types { name } } }' },
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ),
  {
    title: 'by GET, of a mutation',
    send: (target) =>
      get(
        target,
        new URLSearchParams({
          query: 'mutation { updateContact(input: { phone: "+4934" }) { problems { code } } }',
        }).toString(),
        { ...STREAM, ...loggedIn(target) },
      ),
    expected: { status: 400, code: 'BAD_REQUEST' },
  },
  {
    title: 'by a form that another page could send',
    send: (target) =>
      send(`${target.url}/graphql/stream`, {
        method: 'POST',
        headers: { ...loggedIn(target), 'content-type': 'text/plain' },
        body: `{"query":"${SUBSCRIPTION}"}`,
      }),
    expected: { status: 415, code: 'BAD_REQUEST' },
  },
];

const upgrade = (path: string, headers: string, status: number, title: string): HostileCase => ({
  title,
  send: (target) =>
    raw(target, `GET ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: upgrade\r\nupgrade: websocket\r\n${headers}\r\n`),
  expected: {
    status,
    text: /^(?![\s\S]*HTTP\/1\.1 101)/,
    ...(status === 404 ? { code: 'BAD_REQUEST' } : status === 403 ? { code: 'FORBIDDEN' } : {}),
  },
});
const KEY = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const VERSION = 'sec-websocket-version: 13\r\n';

export const upgrades: HostileCase[] = [
  upgrade('/graphql', `${KEY}${VERSION}origin: https://evil.example\r\n`, 403, 'for a page of somebody else'),
  upgrade('/graphql', `${KEY}${VERSION}origin: null\r\n`, 403, 'for a page without an origin'),
  upgrade('/graphql', `${KEY}sec-websocket-version: 99\r\n`, 400, 'of a version that there is none of'),
  upgrade('/graphql', VERSION, 400, 'without a key'),
  upgrade('/nothing', KEY + VERSION, 404, 'at an address that nobody has'),
  upgrade('/metrics', KEY + VERSION, 404, 'at the address of the metrics'),
];

/** The code with which the gateway closes a socket, as the status of a reply. */
async function closing({ url }: Target, messages: readonly string[], token: string | undefined, protocol: string) {
  const elapsed = stopwatch();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol);
  const init = JSON.stringify({
    type: 'connection_init',
    payload: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const said: string[] = [];
  socket.addEventListener('open', () => {
    const [first = ''] = messages;
    socket.send(first === 'INIT' ? init : first);
  });
  socket.addEventListener('message', ({ data }) => {
    said.push(String(data));
    // What comes before the acknowledgement is refused for that.
    if (said.length === 1) for (const text of messages.slice(1)) socket.send(text === 'INIT' ? init : text);
  });
  const { code } = await new Promise<{ code: number }>((resolve) => {
    socket.addEventListener('close', resolve);
    setTimeout(() => resolve({ code: 0 }), 6_000).unref();
  });
  socket.close();
  return {
    status: code,
    headers: new Headers(),
    text: said.join('\n').slice(0, 60_000),
    json: undefined,
    ms: elapsed(),
  };
}

const closed = (
  title: string,
  code: number,
  messages: readonly string[],
  { as = 'citizen', protocol = 'graphql-transport-ws' } = {},
): HostileCase => ({
  title: `${title} (${code})`,
  send: (target) => closing(target, messages, as === 'citizen' ? target.token : undefined, protocol),
  expected: { status: code },
});
const subscribe = (payload: unknown, id: unknown = '1') => JSON.stringify({ id, type: 'subscribe', payload });
const QUERY = { query: SUBSCRIPTION };

export const sockets: HostileCase[] = [
  closed('a word', 4_400, ['hello']),
  closed('a number', 4_400, ['1']),
  closed('null', 4_400, ['null']),
  closed('a list', 4_400, ['[]']),
  closed('a kind that there is none of', 4_400, ['{"type":"x"}']),
  closed('the older protocol’s beginning', 4_400, ['{"type":"start","id":"1","payload":{}}']),
  closed('parameters that are a list', 4_400, ['{"type":"connection_init","payload":[]}']),
  closed('a key that reaches prototypes', 4_400, [
    '{"type":"connection_init","payload":{"__proto__":{"authorization":"x"}}}',
  ]),
  closed('a key twice', 4_400, ['{"type":"connection_init","type":"ping"}']),
  closed('100,000 lists inside each other', 4_400, ['['.repeat(100_000) + ']'.repeat(100_000)]),
  closed('300 KB', 1_009, ['x'.repeat(300_000)]),
  closed('an operation before the beginning', 4_401, [subscribe(QUERY)]),
  closed('two beginnings', 4_429, ['INIT', 'INIT']),
  closed('one name for two operations', 4_409, ['INIT', subscribe(QUERY), subscribe(QUERY)]),
  closed('a token that is none', 4_401, ['{"type":"connection_init","payload":{"authorization":"Bearer x.y.z"}}']),
  closed('a token that is no text', 4_401, ['{"type":"connection_init","payload":{"authorization":{"a":1}}}']),
  closed('a query that is an object', 4_400, ['INIT', subscribe({ query: {} })]),
  closed('variables that are a list', 4_400, ['INIT', subscribe({ ...QUERY, variables: [] })]),
  closed('extensions that are a number', 4_400, ['INIT', subscribe({ ...QUERY, extensions: 5 })]),
  closed('a number for the name of an operation', 4_400, ['INIT', subscribe(QUERY, 1)]),
  closed('no name for an operation', 4_400, ['INIT', subscribe(QUERY, '')]),
  closed('200 messages at once', 1_008, ['INIT', ...Array.from({ length: 200 }, () => '{"type":"ping"}')]),
];
