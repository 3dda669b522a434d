import type { EngineContext } from '../execution/engine-options.ts';
import type { SubgraphResponse, SubgraphTransport } from '../execution/transport/subgraph-transport.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { languageKey } from './language-key.ts';
import type { PublicCache } from './public-cache.ts';

type Headers = Record<string, string>;

/** How the engine keeps public data. */
export interface PublicData {
  cache: PublicCache;
  /** Headers for a subgraph on behalf of nobody, otherwise as for this request. */
  headersFor(subgraph: string, context: EngineContext): Headers | Promise<Headers>;
  isFromNobody(context: EngineContext): boolean;
}

/** A request of the engine whose answer may be kept. */
export interface PublicFetch {
  policy: FetchPolicy;
  url: string;
  body: string;
  context: EngineContext;
  /** Epoch milliseconds. */
  deadline: number;
  transport: Pick<SubgraphTransport, 'fetch'>;
  asCaller: (body: string) => Promise<SubgraphResponse>;
}

/** Answers from what is kept, asks for the rest, and notes for how long the answer holds. */
export async function fetchPublic(
  { cache, headersFor, isFromNobody }: PublicData,
  { policy, url, body, context, deadline, transport, asCaller }: PublicFetch,
): Promise<SubgraphResponse> {
  const { subgraph } = policy;
  const headers = await headersFor(subgraph, context);
  const { response, secondsLeft } = await cache.fetch({
    policy,
    body,
    language: languageKey(headers['accept-language']),
    deadline,
    isFromNobody: isFromNobody(context),
    asNobody: (text) => transport.fetch({ subgraph, url, body: text, headers, deadline, isMutation: false }),
    asCaller,
  });
  noteAge(context, secondsLeft);
  return response;
}

/** Notes for how long a part of the answer holds, seconds: the whole holds no longer. */
export function noteAge(context: EngineContext, seconds: number): void {
  context.keepFor = Math.min(context.keepFor ?? seconds, seconds);
}
