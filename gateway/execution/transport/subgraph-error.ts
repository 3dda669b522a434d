/** The three ways in which a subgraph's answer can be missing, as a client sees them in `extensions.code`. */
export type SubgraphErrorCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_BAD_RESPONSE';

/** `never made`: nothing of the request left us, so it was certainly not carried out; `lost`: nobody knows how far it came. */
export type ConnectionProblem = 'never made' | 'lost';

/**
 * The only error a subgraph transport rejects with. `message` may go to a client: it names the subgraph
 * and nothing that the subgraph or the network said. What they said is in `reason`, for our log only.
 */
export class SubgraphError extends Error {
  override readonly name = 'SubgraphError';
  readonly code: SubgraphErrorCode;
  /** The subgraph's name in the supergraph. */
  readonly subgraph: string;
  /** What went wrong in our words (`connection refused`, `answer larger than 8388608 bytes`); never for a client. */
  readonly reason: string;
  /** What became of the connection where that failed, so that the same request may well get through on another one. */
  readonly connection: ConnectionProblem | undefined;

  constructor(code: SubgraphErrorCode, subgraph: string, reason: string, connection?: ConnectionProblem) {
    super(MESSAGES[code](subgraph));
    this.code = code;
    this.subgraph = subgraph;
    this.reason = reason;
    this.connection = connection;
  }
}

const MESSAGES: Record<SubgraphErrorCode, (subgraph: string) => string> = {
  SUBGRAPH_UNAVAILABLE: (subgraph) => `The service "${subgraph}" is not available at the moment.`,
  SUBGRAPH_TIMEOUT: (subgraph) => `The service "${subgraph}" did not answer in time.`,
  SUBGRAPH_BAD_RESPONSE: (subgraph) => `The service "${subgraph}" gave an answer that cannot be used.`,
};
