import type { Socket } from 'node:net';
import { NotHttpError } from './response-head.ts';
import { ResponseReader } from './response-reader.ts';
import type { ResponseSink } from './response-reader.ts';

/** One request and who waits for its response. */
export interface Exchange extends ResponseSink {
  /** Nobody waits any more. */
  readonly isSettled: boolean;
  /** From now on something of the request may have left. */
  onStart(connection: Connection): void;
  /** There is no response, or not all of one. */
  onFailure(error: Error): void;
}

/** A request as it goes over a connection. */
export interface RequestText {
  /** Request line and headers, with the empty line; each character a byte. */
  head: string;
  body: string;
}

/** Whose connection it is. */
export interface ConnectionOwner {
  /** It can carry another request for so many milliseconds. */
  onFree(connection: Connection, keptMs: number): void;
  onEnd(connection: Connection): void;
}

/** The connection ended before the response did. */
export class ConnectionEndedError extends Error {
  override readonly name = 'ConnectionEndedError';
}

/** Characters that take more than a byte in UTF-8, and one in a header. */
const BEYOND_ASCII = /[\x80-\xff]/;

/** One connection, which carries one request after another. */
export class Connection {
  private readonly owner: ConnectionOwner;
  private readonly socket: Socket;
  private exchange: Exchange | undefined;
  private reader: ResponseReader | undefined;
  private error: Error | undefined;

  /** @param socket is connected */
  constructor(socket: Socket, owner: ConnectionOwner) {
    this.socket = socket;
    this.owner = owner;
    socket.on('error', (error) => (this.error ??= error));
    socket.on('end', () => this.endOfBytes());
    socket.on('close', () => this.ended());
  }

  /** Nobody has ended it, as far as is known. */
  get isOpen(): boolean {
    return this.socket.writable && !this.socket.destroyed;
  }

  /** Carries a request, and nothing else until its response is complete. */
  carry({ head, body }: RequestText, exchange: Exchange): void {
    this.exchange = exchange;
    this.reader = new ResponseReader(exchange);
    exchange.onStart(this);
    if (!BEYOND_ASCII.test(head)) {
      this.socket.write(head + body);
      return;
    }
    this.socket.cork();
    this.socket.write(head, 'latin1');
    this.socket.write(body);
    this.socket.uncork();
  }

  /**
   * Bytes have come.
   *
   * Threat: a service sends more than it was asked for, and what comes too much is taken for the answer to the next citizen's request.
   * Rule: what nobody asked for ends the connection. Code: here, for bytes after a response as for those without a request.
   *
   * @param bytes are not touched after the call
   */
  read(bytes: Buffer): void {
    const { reader } = this;
    if (!reader) return this.destroy();
    try {
      const surplus = reader.read(bytes);
      if (reader.isComplete) this.finish(reader, surplus);
    } catch (error) {
      if (!(error instanceof NotHttpError)) throw error;
      this.error = error;
      this.destroy();
    }
  }

  /** Ends the connection, and the request on it. */
  destroy(): void {
    this.socket.destroy();
    this.ended();
  }

  private finish(reader: ResponseReader, surplus: number): void {
    this.exchange = undefined;
    this.reader = undefined;
    // An answer to a request of which something is still on its way: whoever gave it will not read the rest as a request's start.
    if (surplus > 0 || reader.keptMs === 0 || this.socket.writableLength > 0 || this.socket.destroyed) this.destroy();
    else this.owner.onFree(this, reader.keptMs);
  }

  private endOfBytes(): void {
    if (this.reader?.close()) this.exchange = undefined;
    this.destroy();
  }

  private ended(): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.reader = undefined;
    exchange?.onFailure(this.error ?? new ConnectionEndedError('the connection ended'));
    this.owner.onEnd(this);
  }
}
