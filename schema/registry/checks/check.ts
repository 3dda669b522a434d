/** One subgraph as an agency published it. */
export interface SubgraphVersion {
  name: string;
  /** Where routers reach it. */
  url: string;
  sdl: string;
}

/** Where in which subgraph's SDL, counted from 1. */
export interface SourceLocation {
  subgraph: string;
  line: number;
  column: number;
}

/** An error or a hint of composition. */
export interface CompositionIssue {
  message: string;
  code: string;
  nodes?: readonly Partial<SourceLocation>[];
  /** The element that a hint is about. */
  coordinate?: string;
}

/** What became of the candidate: all live subgraphs with the one that changes. */
export type CompositionOutcome =
  | { supergraphSdl: string; apiSdl: string; hints: readonly CompositionIssue[] }
  | { errors: readonly CompositionIssue[] };

/** How often one client used one element of the API in the time that usage is looked at (30 days). */
export interface UsageRow {
  /** `Citizen.name`, `Query.authorities(first:)`, `AppointmentFilter.startsFrom`, `AppointmentStatus.BOOKED`, or an input type. */
  coordinate: string;
  client: string;
  /** Requests. */
  count: number;
}

/** Who publishes a subgraph. */
export interface Agency {
  id: string;
  name: string;
  /** Where its people can be reached: a mail address or a telephone number. */
  contact: string;
}

/** An agency agreed to a change that needs its word. */
export interface Approval {
  /** `Finding.key` of the change. */
  key: string;
  /** The agency that agreed; `graph` for those who run the graph. */
  agency: string;
}

/** What those who run a graph have set. */
export interface CheckPolicy {
  /** Whether routing URLs have to be good for more than one's own machine. */
  production: boolean;
  /** Root fields that anybody may ask, as coordinates: `Query.offices`. */
  publicRootFields: readonly string[];
  /** Hosts that routing URLs may name without https: `payments.internal`, `127.0.0.1:4004`, `*.agency.example`. */
  allowedHosts: readonly string[];
  /** Below both, what is used counts as not in use; absolute, and in percent of all requests. */
  minimalUsage: { requests: number; percent: number };
  /** In place of the defaults in limits/schema-limits.ts. */
  limits?: Readonly<Record<string, number>>;
}

/** All that checks look at: they read nothing else, so the same input has the same result. */
export interface CheckInput {
  /** The subgraph that changes. */
  subgraph: string;
  /** Its next version; absent when it is taken away. */
  proposed?: SubgraphVersion;
  /** Names of all subgraphs that change at the same time, as when a launch is promoted; only `subgraph` unless told. */
  changedTogether?: readonly string[];
  /** Whether nothing would be published: then a new subgraph may say later where it is reached. */
  isRehearsal?: boolean;
  /** What is live now, the changing one in its present version. */
  current: readonly SubgraphVersion[];
  /** Absent when composition was not tried. */
  composition: CompositionOutcome | undefined;
  /** The API schema that is live. */
  apiBefore?: string;
  /** The supergraph that is live. */
  supergraphBefore?: string;
  /** Of 30 days. */
  usage: readonly UsageRow[];
  /** All requests of these days; 0 when nothing has been recorded. */
  requests: number;
  /** By subgraph. */
  agencies: Readonly<Record<string, Agency>>;
  /** Who owns a type or field, by coordinate (`Citizen`, `Citizen.name`); elements that are absent belong to whoever claims them now. */
  ownership: Readonly<Record<string, string>>;
  approvals: readonly Approval[];
  policy: CheckPolicy;
}

export const checkNames = ['limits', 'composition', 'breaking', 'lint', 'policy', 'takeover'] as const;
export type CheckName = (typeof checkNames)[number];

/** Something a check found. */
export interface Finding {
  /** Stable name of the rule: `OVERRIDES_FOREIGN_FIELD`. */
  code: string;
  /** An `error` stops the change unless those who have to have agreed. */
  severity: 'error' | 'warning' | 'note';
  /** What it is. */
  message: string;
  /** Why it matters. */
  why: string;
  /** How to mend it. */
  remedy: string;
  /** The element it is about. */
  coordinate?: string;
  location?: SourceLocation;
  /** Says which change this is, the same at every check of it. Approvals name it. */
  key: string;
  /** Agencies that all have to agree; nobody can when it is absent. */
  approvableBy?: readonly string[];
  /** Those of them who have. */
  approvedBy?: readonly string[];
}

/** What one check says. It has failed when an error is left that not everybody in `approvableBy` has agreed to. */
export interface CheckResult {
  name: CheckName;
  status: 'completed' | 'failed' | 'skipped';
  findings: readonly Finding[];
  /** Why it was skipped. */
  reason?: string;
}
