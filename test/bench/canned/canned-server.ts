import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

const HEADERS_END = '\r\n\r\n';
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * An HTTP/1.1 server with next to no cost: the body of a request is looked up as it is, and the bytes that answered
 * it before are written again. It reads bodies with a Content-Length only, which is all that gateways send.
 */
export class CannedServer {
  private readonly answers = new Map<string, Buffer>();
  private readonly answerTo: (body: string) => Promise<string>;
  private readonly onFailure: (error: unknown) => void;
  /** Requests that were not in the list and had to be executed. */
  misses = 0;
  /** All requests. */
  asked = 0;

  constructor(answerTo: (body: string) => Promise<string>, onFailure: (error: unknown) => void) {
    this.answerTo = answerTo;
    this.onFailure = onFailure;
  }

  async listen(): Promise<string> {
    const server = createServer({ noDelay: true }, (socket) => this.serve(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/graphql`;
  }

  private serve(socket: Socket): void {
    let pending: Buffer | undefined;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      let bytes = pending ? Buffer.concat([pending, chunk]) : chunk;
      for (;;) {
        const end = bytes.indexOf(HEADERS_END);
        if (end < 0) break;
        const length = CONTENT_LENGTH.exec(bytes.toString('latin1', 0, end))?.[1];
        if (length === undefined) {
          this.onFailure(new Error('A gateway sent a request without Content-Length'));
          socket.destroy();
          return;
        }
        const next = end + HEADERS_END.length + Number(length);
        if (bytes.length < next) break;
        this.answer(socket, bytes.subarray(end + HEADERS_END.length, next));
        bytes = bytes.subarray(next);
      }
      pending = bytes.length > 0 ? bytes : undefined;
    });
  }

  private answer(socket: Socket, body: Buffer): void {
    this.asked += 1;
    const key = body.toString('latin1');
    const known = this.answers.get(key);
    if (known) {
      socket.write(known);
      return;
    }
    this.misses += 1;
    this.learn(key, body.toString()).then((bytes) => socket.write(bytes), this.onFailure);
  }

  private async learn(key: string, body: string): Promise<Buffer> {
    const bytes = withHeaders(await this.answerTo(body));
    this.answers.set(key, bytes);
    return bytes;
  }
}

function withHeaders(text: string): Buffer {
  const length = Buffer.byteLength(text);
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nkeep-alive: timeout=60\r\n\r\n${text}`,
  );
}
