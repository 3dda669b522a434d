import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { Role } from '../domain/roles.ts';

/** A jsonb column: JSON text goes in, the value comes out. */
type Jsonb<Value> = ColumnType<Value, string, string>;
/** A column whose default is the time of the transaction. */
type Stamped = Generated<Date>;

export type AgencyLevel = 'FEDERAL' | 'STATE' | 'MUNICIPAL';

export interface AgencyTable {
  slug: string;
  name: string;
  level: AgencyLevel;
  /** Official municipality key of where it is competent; null for the federation. */
  ags: string | null;
  /** Mail address that answers questions about its subgraphs. */
  contact: string;
  created_at: Stamped;
}

export interface TokenTable {
  id: string;
  /** Hexadecimal SHA-256 of the token's text, which nobody keeps but its holder. */
  hash: string;
  agency: string | null;
  subgraphs: string[] | null;
  role: Role;
  holder: string;
  created_at: Stamped;
  created_by: string;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

export interface SubgraphTable {
  graph: string;
  name: string;
  agency: string;
  created_at: Stamped;
}

/** Where a publication comes from, as the client says. */
export interface GitContext {
  branch?: string | null;
  commit?: string | null;
  committer?: string | null;
  message?: string | null;
  remoteUrl?: string | null;
}

export interface SubgraphVersionTable {
  id: string;
  graph: string;
  subgraph: string;
  url: string;
  sdl: string;
  sdl_hash: string;
  revision: string;
  git: Jsonb<GitContext | null> | null;
  published_by: string;
  published_at: Date;
}

export interface VariantTable {
  graph: string;
  name: string;
  /** Rules of production hold: hosts of routing URLs, two pairs of eyes. */
  production: boolean;
  /** Whether subgraphs are published into it; otherwise it changes by promotion and rollback alone. */
  takes_publications: Generated<boolean>;
  /** Grows with every change of its parts. */
  revision: Generated<number>;
  /** Of the live launch. Grows only, so that nobody can be fed an older supergraph. */
  counter: Generated<number>;
  live_launch: string | null;
}

export type LaunchKind = 'PUBLISH' | 'DELETE' | 'PROMOTE' | 'ROLLBACK';

export interface LaunchTable {
  id: string;
  graph: string;
  variant: string;
  counter: number;
  kind: LaunchKind;
  supergraph: string;
  seal: string;
  /** Names of the subgraphs that differ from the launch before. */
  changed: Jsonb<string[]>;
  previous: string | null;
  /** The launch that was promoted, or to which was rolled back. */
  source: string | null;
  created_by: string;
  approved_by: string | null;
  created_at: Date;
}

/** A reason why subgraphs do not compose, or a hint. */
export interface StoredIssue {
  message: string;
  code: string;
  nodes?: { subgraph?: string; line?: number; column?: number }[];
}

/** A change of the API, as `launch/api-changes.ts` finds it. */
export interface StoredApiChange {
  code: string;
  criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING';
  message: string;
  coordinate: string | null;
}

export interface CheckRunTable {
  id: string;
  graph: string;
  variant: string;
  subgraph: string;
  kind: 'CHECK' | LaunchKind;
  passed: boolean;
  changes_supergraph: boolean;
  /** Requests on record by which breaking changes were judged. */
  requests: number;
  /** What clients would see change. */
  api_changes: Jsonb<StoredApiChange[]>;
  proposed_sdl: string | null;
  proposed_url: string | null;
  results: Jsonb<unknown>;
  git: Jsonb<GitContext | null> | null;
  created_by: string;
  created_at: Date;
}

export interface ApprovalTable {
  id: string;
  graph: string;
  /** Key of the finding: it stays the same when the same change is checked again. */
  key: string;
  /** Who approved: an agency, or `graph` for the graph as a whole. */
  agency: string;
  check_run: string;
  finding: Jsonb<unknown>;
  note: string;
  approved_by: string;
  approved_at: Date;
  revoked_at: Date | null;
}

export interface PromotionTable {
  id: string;
  graph: string;
  source: string;
  target: string;
  requested_by: string;
  requested_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  launch: string | null;
}

export interface WebhookTable {
  id: string;
  graph: string;
  variant: string | null;
  agency: string | null;
  url: string;
  secret: string;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
}

export interface WebhookDeliveryTable {
  id: string;
  webhook: string;
  body: string;
  attempts: Generated<number>;
  next_at: Date;
  delivered_at: Date | null;
  given_up_at: Date | null;
  last_answer: string | null;
}

/** The tables of the schema `registry`. */
export interface RegistryDatabase {
  agency: AgencyTable;
  graph: { id: string; title: string };
  token: TokenTable;
  subgraph: SubgraphTable;
  subgraph_version: SubgraphVersionTable;
  supergraph: { hash: string; sdl: string; api_sdl: string };
  composition: {
    inputs_hash: string;
    supergraph: string | null;
    errors: Jsonb<StoredIssue[]>;
    hints: Jsonb<StoredIssue[]>;
    took_ms: number;
    composed_at: Stamped;
  };
  variant: VariantTable;
  launch: LaunchTable;
  launch_input: { launch: string; subgraph: string; version: string };
  head: { graph: string; variant: string; subgraph: string; version: string };
  check_run: CheckRunTable;
  approval: ApprovalTable;
  ownership: { graph: string; coordinate: string; agency: string; since: Date };
  promotion: PromotionTable;
  usage_count: { graph: string; variant: string; day: string; client: string; coordinate: string; count: number };
  usage_requests: { graph: string; variant: string; day: string; client: string; count: number };
  usage_batch: { id: string; taken_at: Stamped };
  audit: { sequence: number; text: string; previous: string; hash: string };
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
}

export type Db = Kysely<RegistryDatabase>;
export type Tx = Transaction<RegistryDatabase>;
