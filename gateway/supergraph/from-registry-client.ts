import { readEventStream } from '../subscriptions/sources/read-event-stream.ts';

/** Which graph of which registry, and as whom. */
export interface RegistryAccess {
  /** Base URL. */
  url: string;
  /** `amtgraph@prod` */
  graph: string;
  token: string;
}

const answerMs = 10_000;
/** Characters; a supergraph of a hundred subgraphs has about one million. */
const longestArtifact = 32_000_000;
const longestEvent = 10_000;
/** The registry sends something every 15 s; a stream that is silent for longer is dead. */
const silenceMs = 40_000;

/** Asks a registry for the supergraph of one graph. */
export class RegistryClient {
  private readonly access: RegistryAccess;
  private etag: string | undefined;

  constructor(access: RegistryAccess) {
    this.access = access;
  }

  /** The signed supergraph as the registry has it now; undefined when it has not changed since the last time. Rejects when it cannot be had. */
  async current(signal: AbortSignal): Promise<string | undefined> {
    const response = await this.get('artifacts', '/current', {
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      headers: this.etag === undefined ? {} : { 'if-none-match': this.etag },
    });
    if (response.status === 304) return undefined;
    await expectOk(response);
    const text = await limitedText(response);
    this.etag = response.headers.get('etag') ?? undefined;
    return text;
  }

  /** What came could not be used: it is fetched again next time, whether it has changed or not. */
  forget(): void {
    this.etag = undefined;
  }

  /** Yields whenever the registry says that there may be something new, first when the stream is open. Ends or throws when the stream does. */
  async *notices(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error('the stream is silent')), silenceMs).unref();
    try {
      const response = await this.get('push', '', {
        signal: AbortSignal.any([signal, silence.signal]),
        headers: { accept: 'text/event-stream' },
      });
      await expectOk(response);
      if (!response.body) return;
      yield;
      for await (const _ of readEventStream(watched(response.body, timer), longestEvent)) yield;
    } finally {
      clearTimeout(timer);
    }
  }

  private get(place: string, rest: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const { url, graph, token } = this.access;
    const address = new URL(`${url.replace(/\/$/, '')}/${place}/${encodeURIComponent(graph)}${rest}`);
    return fetch(address, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
      // Threat: a redirect takes the token elsewhere. Rule: none is followed.
      redirect: 'error',
    });
  }
}

async function expectOk(response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  throw new Error(`The registry answered ${response.status}.`);
}

async function* watched(body: AsyncIterable<Uint8Array>, timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    timer.refresh();
    yield chunk;
  }
}

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const part = decoder.decode(chunk, { stream: true });
    size += part.length;
    if (size > longestArtifact) throw new Error(`The registry sent more than ${longestArtifact} characters.`);
    parts.push(part);
  }
  return parts.join('') + decoder.decode();
}
