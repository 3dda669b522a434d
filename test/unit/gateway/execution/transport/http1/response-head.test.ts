import { describe, expect, test } from '@jest/globals';
import { NotHttpError, readHead } from '../../../../../../gateway/execution/transport/http1/response-head.ts';

const head = (...fields: string[]): string => ['HTTP/1.1 200 OK', ...fields, ''].join('\r\n');

describe('A head says', () => {
  test('what it is about, in whatever case its names are and with spaces around values', () => {
    const text = head('CONTENT-type:  application/json ', 'Content-Encoding: GZIP', 'content-length:12', 'X-Other: ä');
    expect(readHead(Buffer.from(text, 'latin1').toString('latin1'))).toEqual({
      status: 200,
      contentType: 'application/json',
      contentEncoding: 'gzip',
      body: 12,
      keptMs: Infinity,
    });
  });

  test.each([
    ['after its length', ['content-length: 7'], 7],
    ['after the last chunk', ['transfer-encoding: Chunked'], 'chunked'],
    ['where the connection ends', [], 'until the end'],
  ])('that the body ends %s', (_, fields, body) => {
    expect(readHead(head(...fields)).body).toBe(body);
  });

  test.each(['HTTP/1.1 204 No Content', 'HTTP/1.1 304 Not Modified', 'HTTP/1.1 103 Early Hints'])(
    'that there is no body: %s',
    (line) => {
      expect(readHead(`${line}\r\n`).body).toBe(0);
    },
  );

  test.each([
    ['HTTP/1.1', [], Infinity],
    ['HTTP/1.1', ['connection: keep-alive', 'keep-alive: timeout=5, max=100'], 4_000],
    ['HTTP/1.1', ['connection: Keep-Alive', 'keep-alive: timeout=1'], 0],
    ['HTTP/1.1', ['connection: close'], 0],
    ['HTTP/1.1', ['connection: x-other, Close'], 0],
    ['HTTP/1.1', ['connection: keep-alive', 'connection: close'], 0],
    ['HTTP/1.0', [], 0],
    ['HTTP/1.0', ['connection: keep-alive'], Infinity],
    ['HTTP/1.0', ['connection: x-other, keep-alive'], Infinity],
  ])('for how long the connection is kept: %s %j', (version, fields, ms) => {
    expect(readHead([`${version} 200 OK`, ...fields, 'content-length: 0', ''].join('\r\n')).keptMs).toBe(ms);
  });

  test('a status without a reason', () => {
    expect(readHead('HTTP/1.1 200\r\n').status).toBe(200);
    expect(readHead('HTTP/1.1 200 \r\n').status).toBe(200);
  });
});

describe('A head is refused', () => {
  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n'],
    ['HTTP/2 in words', 'HTTP/2.0 200 OK\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n'],
    ['a status that is none', 'HTTP/1.1 600 OK\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\n'],
    ['a folded line', head('x-a: 1', ' 2')],
    ['a space before the colon', head('content-length : 1')],
    ['a name that is none', head('content length: 1')],
    ['a line without a colon', head('nonsense')],
    ['an empty name', head(': x')],
    ['a line feed alone', 'HTTP/1.1 200 OK\ncontent-length: 1\r\n'],
    ['a carriage return alone', head('x-a: 1\rcontent-length: 1')],
    ['a null byte', head('x-a: \0')],
    ['a length and chunks', head('content-length: 5', 'transfer-encoding: chunked')],
    ['a tab behind the coding', head('transfer-encoding: chunked\t')],
    ['a tab behind the length', head('content-length: 5\t')],
    ['two lengths', head('content-length: 5', 'content-length: 6')],
    ['the same length twice', head('content-length: 5', 'content-length: 5')],
    ['two lengths in one', head('content-length: 5, 5')],
    ['a length with a sign', head('content-length: +5')],
    ['a length in hexadecimal', head('content-length: 0x5')],
    ['a length that no number holds', head('content-length: 99999999999999999999')],
    ['an empty length', head('content-length:')],
    ['a length between other spaces', head('content-length: \xa05')],
    ['chunks twice', head('transfer-encoding: chunked', 'transfer-encoding: chunked')],
    ['chunks and more', head('transfer-encoding: gzip, chunked')],
    ['chunks by another name', head('transfer-encoding: xchunked')],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n'],
  ])('with %s', (_, text) => {
    expect(() => readHead(text)).toThrow(NotHttpError);
  });

  test('without quoting it', () => {
    expect(() => readHead(head('x-name Müller'))).toThrow(/^expected a status line and header fields$/);
  });
});
