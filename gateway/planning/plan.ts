/**
 * The one plan form that both planners are turned into: a flat list of fetches. What a fetch waits for is said by `needs`, so
 * there are no stages and no nesting; a fetch that a variable switches off says so in `when`.
 */
export interface Plan {
  /** Numbered by position, in an order that the planner would allow. */
  fetches: PlanFetch[];
}

/** One request to one subgraph. */
export interface PlanFetch {
  /** Position in `Plan.fetches`. */
  id: number;
  /** The subgraph's published name. */
  subgraph: string;
  kind: OperationKind;
  /** GraphQL text that goes to the subgraph. */
  operation: string;
  /** Names of the operation's variables that the subgraph's text uses, `representations` not among them. */
  variables: string[];
  /** All must hold, or the fetch is left out. */
  when: PlanCondition[];
  /** Where the answer of a fetch without entities goes; `[]` is the root of the data. */
  path: PathSegment[];
  /** The entities that it asks for; none for a fetch of root fields. */
  entities: EntityPart[];
  /** Changes to the answer of a fetch of root fields. */
  outputRewrites: Rewrite[];
  /** Fetches of one layer read and write data of their own; 0 unless the operation had to be planned in parts. */
  layer: number;
  /** Fetches that the planner put before this one. */
  after: number[];
  /** What it starts after: those of `after` whose data it really reads; for a mutation also all that is read for earlier ones. */
  needs: number[];
}

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** `variable` must have the value `is`. */
export interface PlanCondition {
  variable: string;
  is: boolean;
}

/** One `_entities` field of a fetch. */
export interface EntityPart {
  /** Response key of the `_entities` field. */
  alias: string;
  /** Variable that takes the representations. */
  variable: string;
  /** Where the entities are in the data; lists on the way are walked through. */
  paths: PathSegment[][];
  /** What a representation consists of. */
  requires: RequiredSelection[];
  /** Changes to a representation before it is sent. */
  inputRewrites: Rewrite[];
  /** Changes to an entity that came back. */
  outputRewrites: Rewrite[];
  /** Values set elsewhere in the data that go along as variables (`@fromContext`). */
  context: ContextValue[];
}

/** A step into the data. Field names are response keys; `list` is each element; `type` keeps objects of these types. */
export type PathSegment = { kind: 'field'; name: string } | { kind: 'list' } | { kind: 'type'; names: string[] };

/** Part of a representation: `key` in the data becomes `as` in the representation. */
export type RequiredSelection =
  | { kind: 'field'; key: string; as: string; selections: RequiredSelection[] }
  | { kind: 'type'; name: string; selections: RequiredSelection[] };

export type Rewrite =
  { kind: 'set'; path: RewriteSegment[]; value: string } | { kind: 'rename'; path: RewriteSegment[]; to: string };

export type RewriteSegment = { kind: 'key'; name: string } | { kind: 'type'; names: string[] };

/** The value at `path`, `up` levels above an entity (counted in objects), becomes the variable `variable`. */
export interface ContextValue {
  up: number;
  path: RewriteSegment[];
  variable: string;
}
