import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  EventTooLongError,
  readEventStream,
  type ServerSentEvent,
} from '../../../../gateway/subscriptions/sources/read-event-stream.ts';

async function read(chunks: readonly Uint8Array[], longest = 10_000): Promise<ServerSentEvent[]> {
  async function* arriving() {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  const events: ServerSentEvent[] = [];
  for await (const event of readEventStream(arriving(), longest)) events.push(event);
  return events;
}

const bytes = (text: string) => Buffer.from(text);

describe('an event stream', () => {
  test('is read the same however it is cut, with any kind of line end', async () => {
    const data = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\r\n]/.test(text));
    const events = fc.array(fc.record({ name: fc.constantFrom('next', 'complete', 'message'), data }), {
      maxLength: 5,
    });
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(events, lineEnd, fc.array(fc.nat(200), { maxLength: 20 }), async (given, end, cuts) => {
        const text = given
          .map(({ name, data: value }) => [`event: ${name}`, `data: ${value}`, ': ping', '', ''].join(end))
          .join('');
        // A last carriage return may be half of a line end, so something follows it.
        const whole = bytes(`${text}: end`);
        const places = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((place, index) => whole.subarray(places[index], place));
        expect(await read(chunks)).toEqual(given);
      }),
    );
  });

  test('gives an event whose last line end is a carriage return as soon as something follows', async () => {
    const cut = ['event: next\rdata: 1\r\r', ':', ' still in the line'];
    expect(await read(cut.map(bytes))).toEqual([{ name: 'next', data: '1' }]);
  });

  test('joins lines of data, and gives an event without a name the usual one', async () => {
    expect(await read([bytes('data: a\ndata:b\nid: 7\n\n\n\nevent: complete\n\n')])).toEqual([
      { name: 'message', data: 'a\nb' },
      { name: 'complete', data: '' },
    ]);
  });

  test('leaves out an event that was not finished', async () => {
    expect(await read([bytes('event: next\ndata: 1')])).toEqual([]);
  });

  test.each([
    ['in one line', ['data: ', 'x'.repeat(60), 'x'.repeat(60)]],
    ['in many lines', Array.from({ length: 30 }, () => 'data: xxxx\n')],
  ])('is refused when an event is too long %s', async (_how, chunks) => {
    await expect(read(chunks.map(bytes), 100)).rejects.toBeInstanceOf(EventTooLongError);
  });
});
