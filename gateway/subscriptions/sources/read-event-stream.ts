/** An event of a stream; its name is `message` where the stream gives none. */
export interface ServerSentEvent {
  name: string;
  data: string;
}

/** Somebody sends an event without an end. */
export class EventTooLongError extends Error {
  override readonly name = 'EventTooLongError';
}

const lineEnd = /\r\n|\n|\r/;
const anyLineEnd = /[\n\r]/;

/**
 * Reads a `text/event-stream` (HTML Living Standard, section 9.2.6); comments and the fields `id` and `retry` are passed over.
 * @throws EventTooLongError for an event of more than `longest` characters
 */
export async function* readEventStream(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let size = 0;
  const current = new CurrentEvent();
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    parts.push(text);
    size += text.length;
    if (size + current.size > longest) throw new EventTooLongError(`an event longer than ${longest} characters`);
    // Until a line ends, its parts are only kept: joining them for each chunk would take quadratic time.
    if (!anyLineEnd.test(text) && !parts[0]?.endsWith('\r')) continue;
    const { lines, rest } = linesOf(parts.join(''));
    parts = [rest];
    size = rest.length;
    for (const line of lines) {
      const event = current.read(line);
      if (event) yield event;
    }
  }
}

/** A carriage return at the end is kept: it may be the first half of a line end. */
function linesOf(text: string): { lines: string[]; rest: string } {
  const held = text.endsWith('\r') ? '\r' : '';
  const lines = text.slice(0, text.length - held.length).split(lineEnd);
  return { rest: (lines.pop() ?? '') + held, lines };
}

/** The event whose lines are being read. */
class CurrentEvent {
  size = 0;
  private eventName = '';
  private data: string[] = [];

  /** @returns the event that this line ends */
  read(line: string): ServerSentEvent | undefined {
    if (line === '') return this.end();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.eventName = value;
    if (field === 'data') {
      this.data.push(value);
      this.size += value.length;
    }
    return undefined;
  }

  private end(): ServerSentEvent | undefined {
    const { eventName, data } = this;
    this.eventName = '';
    this.data = [];
    this.size = 0;
    // The standard dispatches nothing without data; the protocol's `complete` has an empty one, which some servers leave out.
    if (data.length === 0 && eventName === '') return undefined;
    return { name: eventName || 'message', data: data.join('\n') };
  }
}
