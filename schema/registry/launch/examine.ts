import type { CheckResult } from '../checks/check.ts';
import { composeCached } from '../composition/cached-composition.ts';
import { isComposed, type Composition } from '../composition/composition.ts';
import type { Registry } from '../registry.ts';
import { countRequests, readApprovals, readOwnership, readPublishers, readUsage } from '../storage/check-inputs.ts';
import { findLiveArtifact } from '../storage/launches.ts';
import type { Part } from '../storage/variants.ts';
import type { ApiChange } from './api-changes.ts';
import type { Candidate } from './candidate.ts';

/** What the checks say about one subgraph of a candidate. */
export interface Examined {
  subgraph: string;
  results: CheckResult[];
  /** Coordinates of types and fields that it claims as its own. */
  claims: readonly string[];
  passed: boolean;
}

export interface Examination {
  /** Undefined where a part is beyond the limits and was not composed. */
  composition: Composition | undefined;
  subgraphs: Examined[];
  passed: boolean;
  /** Whether the supergraph would be another one. */
  changesSupergraph: boolean;
  /** What clients would see change; empty where nothing is live yet. */
  apiChanges: ApiChange[];
  /** Requests on record that breaking changes were judged by. */
  requests: number;
}

/** What is longer is not even composed; the check of limits says so. */
const largestSdlBytes = 1_048_576;

const hasFailed = ({ status }: CheckResult) => status === 'failed';

/** Composes a candidate and runs every check on every subgraph that it changes. Changes nothing. */
export async function examine(registry: Registry, candidate: Candidate): Promise<Examination> {
  const { db, rules } = registry;
  const now = registry.clock();
  const { before, parts } = candidate;
  const composition = await composeWithinLimits(registry, candidate);
  const [live, publishers, ownership, approvals, usage, requests] = await Promise.all([
    findLiveArtifact(db, before),
    readPublishers(db, before.graph),
    readOwnership(db, before.graph),
    readApprovals(db, before.graph),
    readUsage(db, before, rules.usageDays, now),
    countRequests(db, before, rules.usageDays, now),
  ]);
  const agencies = { ...publishers, ...(await publishersOf(registry, parts, publishers)) };
  const subgraphs: Examined[] = [];
  let current = before.parts;
  for (const name of candidate.changed) {
    const proposed = parts.find((part) => part.name === name);
    const { results, claims } = await registry.composer.check({
      subgraph: name,
      ...(proposed ? { proposed } : {}),
      current,
      changedTogether: candidate.changed,
      isRehearsal: candidate.kind === 'CHECK',
      composition,
      ...(live ? { apiBefore: live.apiSdl, supergraphBefore: live.sdl } : {}),
      usage,
      requests,
      agencies,
      ownership,
      approvals,
      policy: { production: before.production, ...rules },
    });
    subgraphs.push({ subgraph: name, results, claims, passed: !results.some(hasFailed) });
    // Those that come later in the same change meet those that came before.
    current = [...current.filter((part) => part.name !== name), ...(proposed ? [proposed] : [])];
    for (const coordinate of proposed ? claims : []) ownership[coordinate] ??= proposed?.agency ?? '';
  }
  const composed = composition && isComposed(composition) ? composition : undefined;
  return {
    composition,
    subgraphs,
    passed: subgraphs.every(({ passed }) => passed),
    changesSupergraph: composed !== undefined && composed.supergraphSdl !== live?.sdl,
    apiChanges: composed && live ? await registry.composer.compare(live.apiSdl, composed.apiSdl) : [],
    requests,
  };
}

async function composeWithinLimits(
  registry: Registry,
  { parts, changed }: Candidate,
): Promise<Composition | undefined> {
  const isTooLong = ({ name, sdl }: Part) => changed.includes(name) && Buffer.byteLength(sdl) > largestSdlBytes;
  if (parts.some(isTooLong)) return undefined;
  if (parts.length === 0) return { errors: [{ message: 'No subgraph would be left.', code: 'NO_SUBGRAPHS' }] };
  return composeCached(registry.db, registry.composer, parts);
}

/** The agencies behind subgraphs that do not exist yet. */
async function publishersOf(registry: Registry, parts: readonly Part[], known: Record<string, unknown>) {
  const fresh = parts.filter(({ name }) => !(name in known));
  if (fresh.length === 0) return {};
  const rows = await registry.db
    .selectFrom('agency')
    .select(['slug as id', 'name', 'contact'])
    .where(
      'slug',
      'in',
      fresh.map(({ agency }) => agency),
    )
    .execute();
  const bySlug = new Map(rows.map((row) => [row.id, row]));
  return Object.fromEntries(
    fresh.flatMap(({ name, agency }) => (bySlug.has(agency) ? [[name, bySlug.get(agency)!]] : [])),
  );
}
