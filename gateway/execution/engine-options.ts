import type { PublicData } from '../caching/public-data.ts';
import type { PlannerChoice } from '../planning/choose-planner.ts';
import type { AuthorizeOperation } from '../auth/authorization/access.ts';
import type { Supergraph, SupergraphManager } from '../supergraph/supergraph.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import type { MaskMessage } from './subgraph-errors.ts';
import type { SubgraphErrorCode } from './transport/subgraph-error.ts';
import type { SubgraphTransport } from './transport/subgraph-transport.ts';

/** What the gateway's server puts into Apollo Server's `contextValue` and the engine reads. */
export interface EngineContext {
  /** Subject, level, scopes, acting-for: part of every key under which answers are shared. */
  callerKey: string;
  /** Epoch milliseconds after which nobody waits for the answer. */
  deadline: number;
  debug?: boolean;
  /** For how long the answer may be kept by others, seconds; the engine says so. Undefined as long as no subgraph was asked. */
  keepFor?: number;
  /** Takes a subscription once it has been planned; a request without it cannot subscribe. */
  onSubscription?: (subscription: PreparedSubscription) => void;
}

/** How an engine is made. */
export interface EngineOptions {
  supergraph: SupergraphManager;
  transport: SubgraphTransport;
  /** `PLANNER=`; `auto` unless told. */
  planner?: PlannerChoice;
  /** In place of the routing URLs of the supergraph, by subgraph name. */
  subgraphUrls?: Record<string, string>;
  /** Headers for a subgraph on behalf of this request. Called for every request to a subgraph, so it must be cheap. */
  headersFor(subgraph: string, context: EngineContext): Record<string, string> | Promise<Record<string, string>>;
  /**
   * Called once for each supergraph, which is refused when this throws; gives the stage that says for each request what of its
   * operation the caller gets. All is allowed unless told.
   */
  authorize?: (supergraph: Supergraph) => AuthorizeOperation<EngineContext>;
  /** Which labels of progressive `@override` are on for this request, and where it stands among percentages (0 to 100). */
  overridesFor?(context: EngineContext): { labels?: ReadonlySet<string>; percentage?: number };
  /** What a client reads of a subgraph's error message; the message itself unless told. */
  maskMessage?: MaskMessage;
  /** Keeps what the schema calls public; nothing is kept unless told. */
  publicData?: PublicData | undefined;
  limits?: EngineLimits;
  /** For telemetry. Events hold no personal data; the context is that of the request in which it happened, if it was one. */
  onEvent?(event: EngineEvent, context?: EngineContext): void;
}

export interface EngineLimits {
  /** Selections of an operation after its fragments are expanded; 10,000 unless told. */
  expandedSelections?: number;
  /** Milliseconds that planning may take; 1,000 unless told. */
  planningMs?: number;
  /** Estimated bytes of the compiled operations that are kept; 64 MB unless told. */
  planCacheBytes?: number;
}

/** What the engine did. Times are in milliseconds. */
export type EngineEvent =
  | { kind: 'planned'; planner: 'hive' | 'apollo'; ms: number }
  /** A request waited until its operation was planned and compiled, for its own sake or another's. */
  | { kind: 'waited-for-plan'; ms: number }
  | { kind: 'fetched'; subgraph: string; ms: number; failure?: { code: SubgraphErrorCode; reason: string } }
  | { kind: 'swapped'; hash: string; ms: number; warmed: number }
  | { kind: 'swap-refused'; error: Error };
