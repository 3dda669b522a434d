/** One GraphQL request to one subgraph. */
export interface SubgraphRequest {
  /** Its name in `rover.yaml` and `join__Graph`, e.g. `vehicle-registration`. */
  subgraph: string;
  /** The routing URL, http or https. */
  url: string;
  /** The complete JSON body: `{"query":…,"variables":…}`. */
  body: string;
  /** Already filtered by the allow list. `content-type`, `accept` and `x-deadline-ms` are the transport's own. */
  headers: Record<string, string>;
  /** Epoch milliseconds after which nobody waits any more. */
  deadline: number;
  /** Never shared, never sent twice. */
  isMutation: boolean;
}

/** An error as a subgraph reports it. `message` and `extensions` are the subgraph's words: not fit for a client unchecked. */
export interface SubgraphGraphQLError {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions?: Record<string, unknown>;
}

/** What a subgraph answered, well formed by the GraphQL specification (section 7.1). */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null;
  errors?: SubgraphGraphQLError[];
  extensions?: Record<string, unknown>;
  /** The answer came with a 5xx: it can be read, but the service is in trouble. */
  isFailing?: true;
  /** No subgraph was asked: all of it had been kept. */
  isKept?: true;
}

/** How requests reach subgraphs. */
export interface SubgraphTransport {
  /** Rejects only with `SubgraphError`, and not later than the request's deadline. */
  fetch(request: SubgraphRequest): Promise<SubgraphResponse>;
  /** Closes the connections; requests in flight are refused. */
  close(): Promise<void>;
}
