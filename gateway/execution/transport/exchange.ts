import type { Deadlines, Expiring, Watch } from './deadlines.ts';
import type { Connection, Exchange } from './http1/connection.ts';
import { NotHttpError } from './http1/response-head.ts';
import type { ResponseHead } from './http1/response-head.ts';
import { inflated, isCompressed, isReadableEncoding } from './inflate.ts';
import { isJson } from './media-type.ts';
import { BadAnswerError, readAnswer } from './read-answer.ts';
import { SubgraphError } from './subgraph-error.ts';
import type { ConnectionProblem, SubgraphErrorCode } from './subgraph-error.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraph-transport.ts';

/** What an answer may cost us. */
export interface AnswerLimits {
  /** Bytes of the body as it comes. */
  maxBytes: number;
  /** Bytes of a compressed body after inflating. */
  maxInflatedBytes: number;
  /** Errors that are kept of one answer. */
  maxErrors: number;
}

/**
 * One request and its answer, as the connection reports it. Settles once: with a response, or with a `SubgraphError` by the
 * deadline at the latest. What is refused while it comes (a redirect, HTML, too many bytes) ends the connection at once.
 */
export class SubgraphExchange implements Exchange, Expiring {
  readonly deadline: number;
  private readonly subgraph: string;
  private readonly limits: AnswerLimits;
  private readonly watch: Watch;
  private readonly resolve: (response: SubgraphResponse) => void;
  private readonly reject: (error: SubgraphError) => void;
  isSettled = false;
  private connection: Connection | undefined;
  private status = 0;
  private encoding = '';
  private received = 0;
  private pieces: Buffer[] | undefined;

  constructor(
    request: SubgraphRequest,
    limits: AnswerLimits,
    deadlines: Deadlines,
    resolve: (response: SubgraphResponse) => void,
    reject: (error: SubgraphError) => void,
  ) {
    this.subgraph = request.subgraph;
    this.deadline = request.deadline;
    this.limits = limits;
    this.resolve = resolve;
    this.reject = reject;
    this.watch = deadlines.watch(this);
  }

  expire(): void {
    this.fail('SUBGRAPH_TIMEOUT', 'no complete answer by the deadline');
  }

  onStart(connection: Connection): void {
    this.connection = connection;
  }

  onHead({ status, contentType, contentEncoding, body }: ResponseHead): void {
    this.status = status;
    if (status >= 300 && status < 400) {
      // Threat: an agency's server sends our request, with the caller's assertion, to an address inside. Rule: never followed.
      return this.fail('SUBGRAPH_BAD_RESPONSE', `a redirect (${status})`);
    }
    if (!isJson(contentType)) return this.fail(this.codeWithoutAnswer(), `status ${status} and no JSON`);
    this.encoding = contentEncoding;
    if (!isReadableEncoding(contentEncoding)) {
      return this.fail('SUBGRAPH_BAD_RESPONSE', 'expected gzip, deflate, br or no compression');
    }
    if (typeof body === 'number' && body > this.limits.maxBytes) this.failTooLarge();
  }

  onData(bytes: Buffer, isLast: boolean): void {
    if (this.isSettled) return;
    this.received += bytes.length;
    if (this.received > this.limits.maxBytes) return this.failTooLarge();
    // Most answers come in one piece, which is read where it is.
    if (isLast && !this.pieces && !isCompressed(this.encoding)) return this.answer(bytes);
    this.pieces ??= [];
    this.pieces.push(Buffer.from(bytes));
  }

  onEnd(): void {
    // From here on the connection is for others.
    this.connection = undefined;
    if (this.isSettled) return;
    const body = this.pieces && Buffer.concat(this.pieces, this.received);
    if (body && isCompressed(this.encoding)) void this.inflateAndAnswer(body);
    else this.answer(body);
  }

  onFailure(error: Error): void {
    if (this.isSettled) return;
    if (error instanceof NotHttpError) return this.fail('SUBGRAPH_BAD_RESPONSE', `not HTTP: ${error.message}`);
    this.fail('SUBGRAPH_UNAVAILABLE', `connection failed: ${nameOf(error)}`, this.connection ? 'lost' : 'never made');
  }

  private fail(code: SubgraphErrorCode, reason: string, problem?: ConnectionProblem): void {
    if (this.isSettled) return;
    this.settle();
    this.reject(new SubgraphError(code, this.subgraph, reason, problem));
    this.connection?.destroy();
  }

  private async inflateAndAnswer(body: Buffer): Promise<void> {
    try {
      this.answer(await inflated(body, this.encoding, this.limits.maxInflatedBytes));
    } catch (error) {
      this.fail('SUBGRAPH_BAD_RESPONSE', error instanceof BadAnswerError ? error.message : String(error));
    }
  }

  private answer(body: Buffer | undefined): void {
    if (this.isSettled) return;
    let response: SubgraphResponse;
    try {
      response = readAnswer(body?.toString() ?? '', this.limits.maxErrors);
    } catch (error) {
      const reason = error instanceof BadAnswerError ? error.message : 'the answer cannot be read';
      this.fail(this.codeWithoutAnswer(), `status ${this.status}: ${reason}`);
      return;
    }
    // Outside the 2xx only a refusal that says why is an answer; data beside it would be somebody's page that looks like ours.
    if (this.status >= 400 && !response.errors) {
      return this.fail(this.codeWithoutAnswer(), `status ${this.status} without errors`);
    }
    if (this.status >= 500) response.isFailing = true;
    this.settle();
    this.resolve(response);
  }

  /** Without anything to read: a server or proxy in trouble is an outage, everything else is an answer that cannot be used. */
  private codeWithoutAnswer(): SubgraphErrorCode {
    return this.status >= 500 || this.status === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_BAD_RESPONSE';
  }

  private failTooLarge(): void {
    this.fail('SUBGRAPH_BAD_RESPONSE', `more than ${this.limits.maxBytes} bytes`);
  }

  private settle(): void {
    this.isSettled = true;
    this.watch.leave();
    this.pieces = undefined;
  }
}

/** `ECONNREFUSED` and its like; the message of an error may quote addresses. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
