import type { Dispatcher } from 'undici';
import type { Deadlines, Expiring, Watch } from './deadlines.ts';
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

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/**
 * One request and its answer, as undici's dispatcher reports it. Settles once: with a response, or with a `SubgraphError` by the
 * deadline at the latest. What is refused while it comes (a redirect, HTML, too many bytes) ends the connection at once.
 */
export class Exchange implements Dispatcher.DispatchHandler, Expiring {
  readonly deadline: number;
  private readonly subgraph: string;
  private readonly limits: AnswerLimits;
  private readonly watch: Watch;
  private readonly resolve: (response: SubgraphResponse) => void;
  private readonly reject: (error: SubgraphError) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private settled = false;
  private status = 0;
  private encoding = '';
  private received = 0;
  private first: Buffer | undefined;
  private more: Buffer[] | undefined;

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

  fail(code: SubgraphErrorCode, reason: string, connection?: ConnectionProblem): void {
    if (this.settled) return;
    this.settle();
    const error = new SubgraphError(code, this.subgraph, reason, connection);
    this.reject(error);
    this.controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // The request may have waited for a free connection until after its deadline.
    if (this.settled) controller.abort(new Error('the deadline has passed'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.status = status;
    if (status >= 300 && status < 400) {
      // Threat: an agency's server sends our request, with the caller's assertion, to an address inside. Rule: never followed.
      return this.fail('SUBGRAPH_BAD_RESPONSE', `a redirect (${status})`);
    }
    if (!isJson(headers['content-type'])) {
      return this.fail(this.codeWithoutAnswer(), `status ${status} and no JSON`);
    }
    this.encoding = typeof headers['content-encoding'] === 'string' ? headers['content-encoding'].toLowerCase() : '';
    if (!isReadableEncoding(this.encoding)) {
      return this.fail('SUBGRAPH_BAD_RESPONSE', 'expected gzip, deflate, br or no compression');
    }
    if (Number(headers['content-length']) > this.limits.maxBytes) this.failTooLarge();
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.received += chunk.length;
    if (this.received > this.limits.maxBytes) return this.failTooLarge();
    if (!this.first) this.first = chunk;
    else if (this.more) this.more.push(chunk);
    else this.more = [this.first, chunk];
  }

  onResponseEnd(): void {
    if (this.settled) return;
    const body = this.more ? Buffer.concat(this.more, this.received) : this.first;
    if (body && isCompressed(this.encoding)) void this.inflateAndAnswer(body);
    else this.answer(body);
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.settled) return;
    const [code, reason] = connectionProblem(error);
    // undici tells that a request starts before it writes the first byte of it.
    const problem = this.controller ? 'lost' : 'never made';
    this.fail(code, reason, code === 'SUBGRAPH_UNAVAILABLE' ? problem : undefined);
  }

  private async inflateAndAnswer(body: Buffer): Promise<void> {
    try {
      this.answer(await inflated(body, this.encoding, this.limits.maxInflatedBytes));
    } catch (error) {
      this.fail('SUBGRAPH_BAD_RESPONSE', error instanceof BadAnswerError ? error.message : String(error));
    }
  }

  private answer(body: Buffer | undefined): void {
    if (this.settled) return;
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
    this.settled = true;
    this.watch.leave();
    this.first = undefined;
    this.more = undefined;
  }
}

/** Answers that break HTTP; every other failure of a connection means that the service cannot be reached. */
const PROTOCOL_ERRORS = new Set(['HTTPParserError', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

function connectionProblem(error: Error): [SubgraphErrorCode, string] {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (PROTOCOL_ERRORS.has(code)) return ['SUBGRAPH_BAD_RESPONSE', `not HTTP: ${code}`];
  return ['SUBGRAPH_UNAVAILABLE', `connection failed: ${code}`];
}
