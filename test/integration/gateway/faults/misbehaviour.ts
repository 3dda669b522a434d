import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  answering,
  httpServer,
  nobody,
  rawServer,
  type TestServer,
} from '../../../unit/gateway/execution/transport/hostile-server.ts';

type Code = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_BAD_RESPONSE' | 'SUBGRAPH_ERROR';

/** One way to misbehave, what a client is told of it, and where. */
export interface Misbehaviour {
  title: string;
  start(): Promise<TestServer>;
  code: Code;
  /** Of the error; that of the field whose service misbehaves unless told. */
  path?: (string | number)[];
  /** It answered, and what it answered does not fit the schema: then the path says all, and no service is named. */
  isWrongValue?: true;
}

/** What a service may let slip, and no client may read. */
const INDISCREET = 'SELECT iban FROM accounts WHERE name = Erika at /srv/payments/query.js:12';

const JSON_TYPE = { 'content-type': 'application/json' };
const entities = (value: string): string => `{"data":{"_entities":[${value}]}}`;
const payments = (value: string): string => entities(`{"__typename":"Citizen","payments":${value}}`);
const SOUND = payments('[{"id":"p1","amount":5}]');

function drip(response: ServerResponse): void {
  response.writeHead(200, JSON_TYPE).write('{"data":');
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
}

async function goneServer(): Promise<TestServer> {
  const url = await nobody();
  return { url, connections: () => 0, [Symbol.asyncDispose]: () => Promise.resolve() };
}

const errorsWithoutData = (count: number, message: string): string =>
  JSON.stringify({ data: null, errors: Array.from({ length: count }, () => ({ message })) });

/** Those that end only with the deadline of the request. */
export const withoutEnd: Misbehaviour[] = [
  {
    title: 'is slow',
    code: 'SUBGRAPH_TIMEOUT',
    start: () =>
      httpServer((_, response) => {
        setTimeout(() => response.writeHead(200, JSON_TYPE).end(SOUND), 7_000).unref();
      }),
  },
  { title: 'hangs', code: 'SUBGRAPH_TIMEOUT', start: () => httpServer(() => undefined) },
  { title: 'drips', code: 'SUBGRAPH_TIMEOUT', start: () => httpServer((_, response) => drip(response)) },
  {
    title: 'sends half of its head and stops',
    code: 'SUBGRAPH_TIMEOUT',
    start: () => rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: appl')),
  },
];

/** 50 MB in a few hundred bytes; the least quality does that as well as the best, which takes seconds. */
const brotliBomb = (): Buffer =>
  brotliCompressSync(Buffer.alloc(50 * 1024 * 1024, ' '), { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } });

export const withAnEnd: Misbehaviour[] = [
  {
    title: 'resets connections',
    code: 'SUBGRAPH_UNAVAILABLE',
    start: () => rawServer((socket) => socket.resetAndDestroy()),
  },
  { title: 'is not there', code: 'SUBGRAPH_UNAVAILABLE', start: goneServer },
  {
    title: 'sends a page with 200',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () => answering('<h1>Wartung</h1>', { 'content-type': 'text/html' }),
  },
  ...[500, 502, 503].map((status): Misbehaviour => ({
    title: `answers ${status} with a page`,
    code: 'SUBGRAPH_UNAVAILABLE',
    start: () => answering(`<pre>${INDISCREET}</pre>`, { status, 'content-type': 'text/html' }),
  })),
  {
    title: 'answers 500 with JSON that is no GraphQL',
    code: 'SUBGRAPH_UNAVAILABLE',
    start: () => answering(JSON.stringify({ error: INDISCREET }), { status: 500 }),
  },
  { title: 'sends broken JSON', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('{"data":{"_entities":[}') },
  { title: 'sends truncated JSON', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering(SOUND.slice(0, -4)) },
  {
    title: 'closes the connection in the middle of its answer',
    code: 'SUBGRAPH_UNAVAILABLE',
    start: () =>
      httpServer((_, response) => {
        response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write(SOUND, () => {
          response.socket?.destroy();
        });
      }),
  },
  {
    title: 'is not speaking HTTP',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () => rawServer((s) => s.end('220 mail\r\n')),
  },
  { title: 'sends a list where an object belongs', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('[]') },
  { title: 'sends a text as data', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('{"data":"paid"}') },
  {
    title: 'sends a text where a list belongs',
    code: 'SUBGRAPH_BAD_RESPONSE',
    isWrongValue: true,
    start: () => answering(payments('"none"')),
  },
  {
    title: 'sends a text where a number belongs',
    code: 'SUBGRAPH_BAD_RESPONSE',
    path: ['me', 'payments', 0, 'amount'],
    isWrongValue: true,
    start: () => answering(payments('[{"id":"p1","amount":"much"}]')),
  },
  {
    title: 'sends null where none may be',
    code: 'SUBGRAPH_BAD_RESPONSE',
    path: ['me', 'payments', 0, 'amount'],
    isWrongValue: true,
    start: () => answering(payments('[{"id":"p1","amount":null}]')),
  },
  { title: 'sends too few entities', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering(entities('')) },
  { title: 'sends neither data nor errors', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('{}') },
  { title: 'sends data that is null', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('{"data":null}') },
  { title: 'sends nothing', code: 'SUBGRAPH_BAD_RESPONSE', start: () => answering('') },
  {
    title: 'sends 50 MB',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () =>
      httpServer((_, response) => {
        response.writeHead(200, JSON_TYPE).end(Buffer.alloc(50 * 1024 * 1024, ' '));
      }),
  },
  {
    title: 'sends a gzip bomb',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () => answering(gzipSync(Buffer.alloc(200 * 1024 * 1024, ' ')), { 'content-encoding': 'gzip' }),
  },
  {
    title: 'sends a brotli bomb',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () => answering(brotliBomb(), { 'content-encoding': 'br' }),
  },
  {
    title: 'sends deep JSON',
    code: 'SUBGRAPH_BAD_RESPONSE',
    path: ['me', 'payments', 0],
    isWrongValue: true,
    start: () => answering(payments('['.repeat(100_000) + ']'.repeat(100_000))),
  },
  {
    title: 'sends a key that reaches prototypes',
    code: 'SUBGRAPH_BAD_RESPONSE',
    start: () => answering(payments('[{"id":"p1","amount":5,"__proto__":{"isAdmin":true}}]')),
  },
  ...['GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST', 'LIMIT_EXCEEDED', 'SUBGRAPH_TIMEOUT'].map((code): Misbehaviour => ({
    title: `says ${code}, which is for the gateway to say`,
    code: 'SUBGRAPH_ERROR',
    start: () => answering(JSON.stringify({ errors: [{ message: INDISCREET, extensions: { code } }] })),
  })),
  {
    title: 'leads nowhere with the path of its error',
    code: 'SUBGRAPH_ERROR',
    start: () =>
      answering(
        `{"data":{"_entities":[{"payments":null}]},"errors":[{"message":"x","path":["_entities",0,"nowhere"]}]}`,
      ),
  },
  {
    title: 'tells its inside in an error',
    code: 'SUBGRAPH_ERROR',
    start: () => answering(errorsWithoutData(1, INDISCREET)),
  },
];

export const manyErrors = (): Promise<TestServer> => answering(errorsWithoutData(100_000, 'SELECT 1'));
export const sound = (headers: Record<string, string> = {}): Promise<TestServer> => answering(SOUND, headers);
export const SOUND_ANSWER = SOUND;
