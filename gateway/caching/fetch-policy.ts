/** What one `_entities` field of a request, or all root fields of one, may be kept for. */
export interface PartPolicy {
  /** Response key of the `_entities` field; undefined for root fields. */
  alias: string | undefined;
  /** Variable that takes the representations. */
  representations: string | undefined;
  /** What is asked, as text: the same for every operation that asks for it. */
  selection: string;
  /** Names of the variables in it. */
  variables: readonly string[];
  /** Seconds: the least that any selected field allows, at least 1. */
  maxAge: number;
  /** Object types that the answer may hold inside. */
  types: readonly string[];
}

/** Why the answer to a request may be kept, and for how long. */
export interface FetchPolicy {
  subgraph: string;
  /** Of the supergraph: another one reads the same text in another way. */
  version: string;
  parts: readonly PartPolicy[];
  /** Names of the fields that are keys of an entity type. */
  keyFields(type: string): ReadonlySet<string>;
}
