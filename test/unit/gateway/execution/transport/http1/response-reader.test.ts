import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NotHttpError } from '../../../../../../gateway/execution/transport/http1/response-head.ts';
import { ResponseReader } from '../../../../../../gateway/execution/transport/http1/response-reader.ts';

/** What became of a response. */
interface Outcome {
  status: number | undefined;
  body: string;
  isComplete: boolean;
  surplus: number;
}

/** Reads pieces one after the other, each in a place that is overwritten afterwards, as that of a connection is. */
function read(pieces: Buffer[], thenClose = false): Outcome {
  const taken: Buffer[] = [];
  const outcome: Outcome = { status: undefined, body: '', isComplete: false, surplus: 0 };
  let ends = 0;
  const reader = new ResponseReader({
    onHead: ({ status }) => (outcome.status = status),
    onData: (bytes) => taken.push(Buffer.from(bytes)),
    onEnd: () => (ends += 1),
  });
  for (const piece of pieces) {
    if (ends > 0) outcome.surplus += piece.length;
    else outcome.surplus += reader.read(piece);
    piece.fill(0);
  }
  if (thenClose && ends === 0) reader.close();
  expect(ends).toBeLessThanOrEqual(1);
  return { ...outcome, body: Buffer.concat(taken).toString(), isComplete: ends === 1 };
}

function cut(bytes: Buffer, places: number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end)));
}

const chunk = (text: string, extension = ''): string =>
  `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;
const inChunks = (...chunks: string[]): Buffer =>
  Buffer.from(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}`);
const plain = (body: string, ...fields: string[]): Buffer =>
  Buffer.from(['HTTP/1.1 200 OK', ...fields, '', body].join('\r\n'));

const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
const places = fc.array(fc.nat(2_000), { maxLength: 12 });

describe('However the network cuts it', () => {
  test('a body of a known length is the same, and what comes after it is counted', () => {
    fc.assert(
      fc.property(texts, texts, places, (body, after, cuts) => {
        const bytes = Buffer.concat([plain(body, `content-length: ${Buffer.byteLength(body)}`), Buffer.from(after)]);
        expect(read(cut(bytes, cuts))).toEqual({
          status: 200,
          body,
          isComplete: true,
          surplus: Buffer.byteLength(after),
        });
      }),
    );
  });

  test('a body in chunks is the same, with extensions, trailers and announcements before it', () => {
    const extensions = fc.constantFrom('', ';a=1', ';b="c d"');
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, extensions)), fc.boolean(), places, texts, (parts, isLong, cuts, after) => {
        const chunks = parts.filter(([text]) => text !== '').map(([text, extension]) => chunk(text, extension));
        const announced = isLong ? 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n' : '';
        const rest = isLong ? '000\r\nx-sum: 1\r\n\r\n' : '0\r\n\r\n';
        const bytes = Buffer.concat([Buffer.from(announced), inChunks(...chunks, rest), Buffer.from(after)]);
        expect(read(cut(bytes, cuts))).toEqual({
          status: 200,
          body: parts.map(([text]) => text).join(''),
          isComplete: true,
          surplus: Buffer.byteLength(after),
        });
      }),
    );
  });

  test('a body until the end of the connection is the same', () => {
    fc.assert(
      fc.property(texts, places, (body, cuts) => {
        expect(read(cut(plain(body), cuts), true)).toEqual({ status: 200, body, isComplete: true, surplus: 0 });
      }),
    );
  });
});

describe('A response is not complete', () => {
  test.each([
    ['without all of its length', plain('{"a":', 'content-length: 9')],
    ['without its last chunk', inChunks(chunk('{"a":1}'))],
    ['in the middle of a chunk', inChunks('9\r\n{"a"')],
    ['without the end of its trailers', inChunks(chunk('{}'), '0\r\nx-sum: 1\r\n')],
    ['without all of its head', Buffer.from('HTTP/1.1 200 OK\r\ncontent-len')],
    ['with nothing but announcements', Buffer.from('HTTP/1.1 100 Continue\r\n\r\n')],
  ])('%s', (_, bytes) => {
    expect(read([bytes], true).isComplete).toBe(false);
  });
});

describe('What comes is no HTTP', () => {
  const size = 'a chunk without its size';
  test.each([
    ['another protocol, from the first byte on', [Buffer.from('S')], 'expected a status line'],
    ['a head of more than 16 KB', [plain('', `x-a: ${'x'.repeat(17_000)}`)], 'headers of more than 16 KB'],
    [
      'a head without end',
      Array.from({ length: 40 }, () => Buffer.from(`HTTP/1.1 200 OK${'x'.repeat(485)}`)),
      'headers of more than 16 KB',
    ],
    [
      'announcements without end',
      [Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'.repeat(9))],
      'announcements without end',
    ],
    ['a chunk with a size that is no number', [inChunks('x\r\n')], size],
    ['a chunk with a negative size', [inChunks('-1\r\n')], size],
    ['a chunk with a size of nine digits', [inChunks('100000000\r\n')], size],
    ['a chunk without a size', [inChunks('\r\n')], size],
    ['a chunk with an extension that is none', [inChunks('2;a=b c\r\n{}\r\n')], size],
    ['a chunk with a space after its size', [inChunks('2 \r\n{}\r\n')], size],
    ['a chunk after a line feed alone', [inChunks('2\n{}')], 'a line feed alone in chunks'],
    ['a chunk that is longer than it says', [inChunks('2\r\n{}x\r\n')], 'a chunk that is longer than it says'],
    ['an extension without end', [inChunks(`2;${'x'.repeat(2_000)}`)], 'a chunk whose size fills a page'],
    ['a trailer that is none', [inChunks('0\r\nx-a: 1\rx-b: 2\r\n\r\n')], 'a trailer that is none'],
    ['a length in a trailer', [inChunks('0\r\nContent-Length: 3\r\n\r\n')], 'a trailer that is none'],
    ['trailers without end', [inChunks('0\r\n', 'x-a: 1\r\n'.repeat(3_000))], 'trailers of more than 16 KB'],
  ])('%s', (_, pieces, reason) => {
    expect(() => read(pieces)).toThrow(new NotHttpError(reason));
  });
});
