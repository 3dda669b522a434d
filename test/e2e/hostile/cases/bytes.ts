import type { HostileCase } from '../hostile-case.ts';
import { HEAD, OK, raw, WITH_LENGTH } from '../requests.ts';

const CHUNKED = 'transfer-encoding: chunked\r\n\r\n';
const refused = (title: string, bytes: string, status = 400): HostileCase => ({
  title,
  send: (target) => raw(target, bytes),
  expected: {
    status,
    text: /^(?![\s\S]*HTTP\/1\.1 200)/,
    ...(status === 413 || status === 404 ? { code: 'BAD_REQUEST' } : {}),
  },
});
const answered = (title: string, bytes: string, text: RegExp): HostileCase => ({
  title,
  send: (target) => raw(target, bytes),
  expected: { status: 200, text },
});
/** One answer of one kind, and none behind it. */
const ONCE = /^HTTP\/1\.1 200 (?:(?!HTTP\/1\.1)[\s\S])*\{"data":\{"__typename":"Query"\}\}$/;

/** Requests of which two readers in a row could make different ones (request smuggling), and bytes that are no HTTP. */
export const smuggling: HostileCase[] = [
  refused(
    'a length and chunks',
    `${HEAD}content-length: 4\r\n${CHUNKED}0\r\n\r\nGET /metrics HTTP/1.1\r\nhost: x\r\n\r\n`,
  ),
  refused('chunks and a length', `${HEAD}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n`),
  refused('an encoding that hides chunks', `${HEAD}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`),
  refused('a space before the colon', `${HEAD}transfer-encoding : chunked\r\n\r\n0\r\n\r\n`),
  refused('a tab before the colon', `${HEAD}content-length\t: 5\r\n\r\nhello`),
  refused('chunks twice', `${HEAD}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n`),
  refused('two lengths', `${HEAD}content-length: ${OK.length}\r\ncontent-length: 5\r\n\r\n${OK}`),
  refused('two lengths in one', `${HEAD}content-length: ${OK.length}, 5\r\n\r\n${OK}`),
  refused('a length with a sign', `${HEAD}content-length: +5\r\n\r\nhello`),
  refused('a length below nothing', `${HEAD}content-length: -5\r\n\r\n`),
  refused('a length in hexadecimal', `${HEAD}content-length: 0x10\r\n\r\nhello`),
  refused('a length of letters', `${HEAD}content-length: five\r\n\r\nhello`),
  refused('a length beyond all', `${HEAD}content-length: 99999999999999999999\r\n\r\nx`),
  refused('a chunk of less than nothing', `${HEAD}${CHUNKED}-1\r\n\r\n`),
  refused('a chunk beyond all', `${HEAD}${CHUNKED}ffffffffffffffffff\r\nx`),
  refused('a chunk whose size ends with a bare line feed', `${HEAD}${CHUNKED}1a\n${OK}\r\n0\r\n\r\n`),
  refused('a chunk longer than its size', `${HEAD}${CHUNKED}5\r\n${OK}\r\n0\r\n\r\n`),
  refused('100 KB behind the size of a chunk', `${HEAD}${CHUNKED}1;${'x'.repeat(100_000)}\r\n{\r\n0\r\n\r\n`),
  refused('a line feed behind the size of a chunk', `${HEAD}${CHUNKED}1;a\n\r\n{\r\n0\r\n\r\n`),
  refused('a bare carriage return', 'GET /health HTTP/1.1\r\nhost: y\rfoo: y\r\n\r\n'),
  refused('lines that go on', `${HEAD}x: a\r\n b\r\ncontent-length: 0\r\n\r\n`.replace('x: a', ': a')),
  refused('NUL in a header', `${HEAD}x: a\0b\r\ncontent-length: 0\r\n\r\n`),
  refused('a header without a name', `${HEAD}: y\r\n\r\n`),
  refused('a header with a space in its name', `${HEAD}x y: z\r\n\r\n`),
  refused('no host', 'GET /health HTTP/1.1\r\n\r\n'),
  refused('HTTP/0.9', 'GET /\r\n\r\n', 404),
  refused('HTTP/9.9', 'GET /health HTTP/9.9\r\nhost: x\r\n\r\n'),
  refused('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  refused('TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n'),
  refused('a letter of SMTP', 'EHLO evil.example\r\n\r\n'),
  refused('bytes', '\u0000\u0001\u0002\u00ff\r\n\r\n'),
  refused('a gigabyte announced', `${HEAD}content-length: 1000000000\r\n\r\nx`, 413),
  refused('300 KB in chunks', `${HEAD}${CHUNKED}${`1000\r\n${'x'.repeat(4_096)}\r\n`.repeat(80)}0\r\n\r\n`, 413),
  refused('300 KB in trailers', `${HEAD}${CHUNKED}0\r\nx: ${'x'.repeat(300_000)}\r\n\r\n`, 431),
  answered('a byte at a time', `${HEAD}${CHUNKED}${[...OK].map((byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`, ONCE),
  answered(
    'Authorization behind the body',
    `${HEAD}${CHUNKED}${OK.length.toString(16)}\r\n${OK}\r\n0\r\nauthorization: Bearer x\r\n\r\n`,
    ONCE,
  ),
  ...['', '[', 'a b'].map((host) =>
    answered(
      `"${host}" for a host, with GET`,
      `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: ${host}\r\napollo-require-preflight: 1\r\nconnection: close\r\n\r\n`,
      ONCE,
    ),
  ),
  answered(
    'no host, with GET in HTTP/1.0',
    'GET /graphql?query=%7B__typename%7D HTTP/1.0\r\napollo-require-preflight: 1\r\n\r\n',
    ONCE,
  ),
  answered(
    'another protocol offered',
    `${HEAD}connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n${WITH_LENGTH}`,
    ONCE,
  ),
];
