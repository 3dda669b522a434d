import type { DataObject } from './field-failure.ts';
import { copyObject } from './merge-data.ts';
import type { SubgraphRequest, SubgraphResponse, SubgraphTransport } from './transport/subgraph-transport.ts';

/** How long after it was sent a request is still joined by equal ones, in milliseconds. */
const JOINABLE_MS = 250;

/** Sends requests, equal ones that are in flight together only once. */
export interface RequestSharing {
  /** @param callerKey all that the answer may depend on besides the request: two callers never share */
  fetch(request: SubgraphRequest, callerKey: string): Promise<SubgraphResponse>;
}

/** Longer bodies are hardly ever equal, and comparing them costs more than it saves. */
const LARGEST_SHARED = 8_192;

interface InFlight {
  deadline: number;
  followers: number;
  /** A copy made before anybody could change the answer; only when there are followers. */
  copy: SubgraphResponse | undefined;
  answer: Promise<SubgraphResponse>;
}

/**
 * Shares the answers of equal queries in flight. Threat: a request that hangs would hold up all that come after it. Rule: only
 * a request that was sent just now is joined, and one who joined and has time left asks again when the shared request fails.
 */
export function shareRequests(transport: SubgraphTransport): RequestSharing {
  const inFlight = new Map<string, InFlight>();

  const lead = (request: SubgraphRequest, key: string): Promise<SubgraphResponse> => {
    const entry: InFlight = { deadline: request.deadline, followers: 0, copy: undefined, answer: Promise.resolve({}) };
    const forget = (): void => {
      if (inFlight.get(key) === entry) inFlight.delete(key);
    };
    entry.answer = transport.fetch(request).then(
      (response) => {
        forget();
        if (entry.followers > 0) entry.copy = copyResponse(response);
        return response;
      },
      (error: unknown) => {
        forget();
        throw error;
      },
    );
    inFlight.set(key, entry);
    return entry.answer;
  };

  const follow = (entry: InFlight, request: SubgraphRequest): Promise<SubgraphResponse> => {
    entry.followers += 1;
    return entry.answer.then(
      () => copyResponse(entry.copy ?? {}),
      (error: unknown) => {
        if (entry.deadline < request.deadline && Date.now() < request.deadline) return transport.fetch(request);
        throw error;
      },
    );
  };

  return {
    fetch(request, callerKey) {
      if (request.isMutation || request.body.length > LARGEST_SHARED) return transport.fetch(request);
      const language = request.headers['accept-language'] ?? '';
      const key = `${callerKey}\n${language}\n${request.url}\n${String(request.body)}`;
      const entry = inFlight.get(key);
      const isJoinable =
        entry && entry.deadline <= request.deadline && request.deadline - entry.deadline <= JOINABLE_MS;
      return isJoinable ? follow(entry, request) : lead(request, key);
    },
  };
}

function copyResponse({ data, errors, extensions }: SubgraphResponse): SubgraphResponse {
  const copiedData: DataObject | null | undefined = data ? copyObject(data) : data;
  return { data: copiedData, errors, extensions };
}
