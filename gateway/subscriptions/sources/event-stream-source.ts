import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type { SubscriptionEvent } from '../../execution/prepared-subscription.ts';
import { isJson } from '../../execution/transport/media-type.ts';
import { BadAnswerError, readAnswer } from '../../execution/transport/read-answer.ts';
import { SubgraphError } from '../../execution/transport/subgraph-error.ts';
import { longestEvent, mostErrors, type OpenEvents, type SourceRequest } from './event-source.ts';
import { EventTooLongError, readEventStream } from './read-event-stream.ts';

type Answer = Dispatcher.ResponseData;

const connectMs = 2_000;

/**
 * Events over Server-Sent Events, in the `distinct connections mode` of graphql-sse: a POST for each subscription, answered by `next` and `complete`.
 * The package's own client is not used: it sets no bound to the length of an event, nor to how many wait. Here a subgraph is read as fast as its
 * events are worked on. Redirects are not followed.
 */
export class EventStreamSource {
  private readonly agent: Agent;

  /** @param lookup resolves the names of subgraphs' hosts; the system's unless told */
  constructor(lookup?: LookupFunction) {
    this.agent = new Agent({
      connections: null,
      connect: { timeout: connectMs, ...(lookup && { lookup }) },
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
  }

  readonly open: OpenEvents = async (request, signal) => {
    const { url, headers, body, subgraph, deadline } = request;
    const { origin, pathname, search } = new URL(url);
    const late = AbortSignal.timeout(Math.max(0, deadline - Date.now()));
    const opening = new AbortController();
    const abort = () => opening.abort();
    late.addEventListener('abort', abort);
    // This one stays: it ends the stream too.
    signal.addEventListener('abort', abort);
    try {
      const answer = await this.agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
        body,
        signal: opening.signal,
      });
      return await eventsOf(answer, request);
    } catch (error) {
      if (error instanceof SubgraphError) throw error;
      if (late.aborted) throw new SubgraphError('SUBGRAPH_TIMEOUT', subgraph, 'no event stream by the deadline');
      throw new SubgraphError('SUBGRAPH_UNAVAILABLE', subgraph, reasonOf(error));
    } finally {
      late.removeEventListener('abort', abort);
    }
  };

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

async function eventsOf(answer: Answer, request: SourceRequest): Promise<AsyncIterable<SubscriptionEvent>> {
  const { statusCode, headers, body } = answer;
  const type = String(headers['content-type'] ?? '');
  if (statusCode === 200 && /^text\/event-stream\b/i.test(type)) return streamed(body, request);
  if (isJson(type)) return refusal(await textOf(body), request);
  body.destroy();
  const code = statusCode >= 500 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_BAD_RESPONSE';
  throw new SubgraphError(code, request.subgraph, `status ${statusCode} and no event stream`);
}

const longestRefusal = 65_536;

async function textOf(body: Answer['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestRefusal) throw new Error(`a refusal longer than ${longestRefusal} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A subgraph that refuses says so in JSON: that is the only event. */
async function* refusal(text: string, { subgraph }: SourceRequest): AsyncGenerator<SubscriptionEvent> {
  yield usable(text, subgraph);
}

async function* streamed(body: Answer['body'], { subgraph }: SourceRequest): AsyncGenerator<SubscriptionEvent> {
  try {
    for await (const { name, data } of readEventStream(body as AsyncIterable<Buffer>, longestEvent)) {
      if (name === 'complete') return;
      if (name === 'next') yield usable(data, subgraph);
    }
  } catch (error) {
    const code = error instanceof EventTooLongError ? 'SUBGRAPH_BAD_RESPONSE' : 'SUBGRAPH_UNAVAILABLE';
    throw new SubgraphError(code, subgraph, reasonOf(error));
  } finally {
    body.destroy();
  }
  throw new SubgraphError('SUBGRAPH_UNAVAILABLE', subgraph, 'the event stream ended without `complete`');
}

/** An event as the engine takes it: what is wrong with one costs only that one. */
export function usable(text: string, subgraph: string): SubscriptionEvent {
  try {
    return readAnswer(text, mostErrors);
  } catch (error) {
    if (error instanceof BadAnswerError) return new SubgraphError('SUBGRAPH_BAD_RESPONSE', subgraph, error.message);
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
