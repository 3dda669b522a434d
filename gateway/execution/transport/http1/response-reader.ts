import { ChunkedBody } from './chunked-body.ts';
import { PlainBody } from './plain-body.ts';
import { NotHttpError, readHead } from './response-head.ts';
import type { ResponseHead } from './response-head.ts';

/** Who is told of a response while it comes. */
export interface ResponseSink {
  /** Status and headers have come. */
  onHead(head: ResponseHead): void;
  /** Something of the body has come; the bytes are there only during the call. */
  onData(bytes: Buffer, isLast: boolean): void;
  /** All of it has come. */
  onEnd(): void;
}

/** Bytes of status line and headers. */
const MAX_HEAD = 16_384;
/** Heads that announce another one (103 and the like) before the one that counts. */
const MAX_INTERIM = 8;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const BEGINNING = 'HTTP/1.';

/** Reads one response from the bytes of a connection. */
export class ResponseReader {
  private readonly sink: ResponseSink;
  private head: ResponseHead | undefined;
  private body: PlainBody | ChunkedBody | undefined;
  /** What has come of a head that is not complete. */
  private kept: Buffer | undefined;
  private interim = 0;

  constructor(sink: ResponseSink) {
    this.sink = sink;
  }

  get isComplete(): boolean {
    return this.body?.isComplete === true;
  }

  /** Milliseconds for which the connection may be kept after a complete response; 0 for not at all. */
  get keptMs(): number {
    return this.head?.keptMs ?? 0;
  }

  /**
   * @param bytes are not touched after the call
   * @returns how many bytes came after the end of the response, for which nobody asked
   * @throws NotHttpError
   */
  read(bytes: Buffer): number {
    const rest = this.body ? bytes : this.readHeads(bytes);
    if (!rest || !this.body) return 0;
    const end = this.body.read(rest);
    if (this.body.isComplete) this.sink.onEnd();
    return rest.length - end;
  }

  /**
   * The connection has ended.
   *
   * @returns whether that was the end of the response, too
   */
  close(): boolean {
    if (this.head?.body !== 'until the end') return false;
    this.sink.onEnd();
    return true;
  }

  /** @returns what comes after the head, once that is complete */
  private readHeads(received: Buffer): Buffer | undefined {
    const bytes = this.kept ? Buffer.concat([this.kept, received]) : received;
    let start = 0;
    while (!this.body) {
      const end = bytes.indexOf(END_OF_HEAD, start);
      if ((end === -1 ? bytes.length : end) - start > MAX_HEAD) throw new NotHttpError('headers of more than 16 KB');
      if (end === -1) {
        this.keep(bytes.subarray(start));
        return undefined;
      }
      this.takeHead(readHead(bytes.toString('latin1', start, end + 2)));
      start = end + END_OF_HEAD.length;
    }
    this.kept = undefined;
    return bytes.subarray(start);
  }

  private keep(bytes: Buffer): void {
    if (!bytes.toString('latin1', 0, BEGINNING.length).startsWith(BEGINNING.slice(0, bytes.length))) {
      throw new NotHttpError('expected a status line');
    }
    this.kept = Buffer.from(bytes);
  }

  private takeHead(head: ResponseHead): void {
    if (head.status < 200) {
      this.interim += 1;
      if (this.interim > MAX_INTERIM) throw new NotHttpError('announcements without end');
      return;
    }
    this.head = head;
    this.body = head.body === 'chunked' ? new ChunkedBody(this.sink) : new PlainBody(head.body, this.sink);
    this.sink.onHead(head);
  }
}
