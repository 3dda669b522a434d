import type { DataObject } from './field-failure.ts';
import { copyObject } from './merge-data.ts';
import { RequestsInFlight, hashOf } from './requests-in-flight.ts';
import type { InFlight } from './requests-in-flight.ts';
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

/**
 * Shares the answers of equal queries in flight. Threat: a request that hangs would hold up all that come after it. Rule: only
 * a request that was sent just now is joined, and one who joined and has time left asks again when the shared request fails.
 */
export function shareRequests(transport: SubgraphTransport): RequestSharing {
  const inFlight = new RequestsInFlight();

  const lead = (request: SubgraphRequest, body: string, callerKey: string, hash: number): Promise<SubgraphResponse> => {
    const { url, deadline, headers } = request;
    const answer = transport.fetch(request).then(
      (response) => {
        inFlight.remove(entry);
        if (entry.followers > 0) entry.copy = copyResponse(response);
        return response;
      },
      (error: unknown) => {
        inFlight.remove(entry);
        throw error;
      },
    );
    const language = headers['accept-language'];
    const entry: InFlight = {
      callerKey,
      body,
      url,
      language,
      deadline,
      answer,
      followers: 0,
      copy: undefined,
      hash,
      next: undefined,
    };
    inFlight.add(entry);
    return answer;
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
      const { body } = request;
      if (request.isMutation || body.length > LARGEST_SHARED) return transport.fetch(request);
      const hash = hashOf(body);
      const entry = inFlight.find(hash, request, body, callerKey);
      return entry && isJoinable(entry, request) ? follow(entry, request) : lead(request, body, callerKey, hash);
    },
  };
}

function isJoinable({ deadline }: InFlight, request: SubgraphRequest): boolean {
  return deadline <= request.deadline && request.deadline - deadline <= JOINABLE_MS;
}

function copyResponse({ data, errors, extensions }: SubgraphResponse): SubgraphResponse {
  const copiedData: DataObject | null | undefined = data ? copyObject(data) : data;
  return { data: copiedData, errors, extensions };
}
