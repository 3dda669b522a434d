import { FIELD_LINE, NotHttpError, TOKEN } from './response-head.ts';
import type { ResponseSink } from './response-reader.ts';

/** Bytes of the line that says how long a chunk is, with its extensions. */
const MAX_SIZE_LINE = 1_024;
/** Bytes of the fields after the last chunk. They are not read. */
const MAX_TRAILERS = 16_384;

const QUOTED = String.raw`"(?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"`;
const SIZE_LINE = new RegExp(`^([0-9A-Fa-f]{1,8})(?:;${TOKEN}(?:=(?:${TOKEN}|${QUOTED}))?)*$`);
/** What would tell of another end than that which was found. */
const FRAMING = /^(?:content-length|transfer-encoding):/i;
const CR = 13;
const LF = 10;

/** A body in chunks (RFC 9112, section 7.1), which come in whatever pieces the network makes of them. */
export class ChunkedBody {
  isComplete = false;
  private readonly sink: ResponseSink;
  private part: 'size' | 'data' | 'after data' | 'trailers' = 'size';
  /** Bytes of the chunk that are still to come. */
  private left = 0;
  private line = '';
  private trailerBytes = 0;

  constructor(sink: ResponseSink) {
    this.sink = sink;
  }

  /**
   * @returns where the body ended, or the end of the bytes where it goes on
   * @throws NotHttpError
   */
  read(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && !this.isComplete) {
      at = this.part === 'data' ? this.readData(bytes, at) : this.readLine(bytes, at);
    }
    return at;
  }

  private readData(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + this.left);
    this.left -= end - start;
    if (this.left === 0) this.part = 'after data';
    this.sink.onData(bytes.subarray(start, end), false);
    return end;
  }

  private readLine(bytes: Buffer, start: number): number {
    const feed = bytes.indexOf(LF, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    this.line += bytes.toString('latin1', start, end);
    if (this.part === 'trailers') this.countTrailers(end - start);
    else if (this.line.length > MAX_SIZE_LINE) throw new NotHttpError('a chunk whose size fills a page');
    if (feed !== -1) this.takeLine();
    return end;
  }

  private countTrailers(bytes: number): void {
    this.trailerBytes += bytes;
    if (this.trailerBytes > MAX_TRAILERS) throw new NotHttpError('trailers of more than 16 KB');
  }

  private takeLine(): void {
    if (this.line.charCodeAt(this.line.length - 2) !== CR) throw new NotHttpError('a line feed alone in chunks');
    const line = this.line.slice(0, -2);
    this.line = '';
    if (this.part === 'size') this.takeSize(line);
    else if (this.part === 'trailers') this.takeTrailer(line);
    else if (line === '') this.part = 'size';
    else throw new NotHttpError('a chunk that is longer than it says');
  }

  private takeTrailer(line: string): void {
    if (line === '') this.isComplete = true;
    else if (!FIELD_LINE.test(line) || FRAMING.test(line)) throw new NotHttpError('a trailer that is none');
  }

  private takeSize(line: string): void {
    const digits = SIZE_LINE.exec(line)?.[1];
    if (digits === undefined) throw new NotHttpError('a chunk without its size');
    this.left = Number.parseInt(digits, 16);
    this.part = this.left === 0 ? 'trailers' : 'data';
  }
}
