import type { ResponseSink } from './response-reader.ts';

/** A body of so many bytes, or of as many as come until the connection ends. */
export class PlainBody {
  private readonly sink: ResponseSink;
  private left: number;

  constructor(length: number | 'until the end', sink: ResponseSink) {
    this.left = length === 'until the end' ? Infinity : length;
    this.sink = sink;
  }

  get isComplete(): boolean {
    return this.left === 0;
  }

  /** @returns where the body ended, or the end of the bytes where it goes on */
  read(bytes: Buffer): number {
    const end = Math.min(bytes.length, this.left);
    this.left -= end;
    if (end > 0) this.sink.onData(end === bytes.length ? bytes : bytes.subarray(0, end), this.isComplete);
    return end;
  }
}
