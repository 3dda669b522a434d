import { v7 } from 'uuid';
import { isComposed, type CompositionIssue } from '../composition/composition.ts';
import { requireRole, requireSubgraph, type Actor } from '../domain/actor.ts';
import { printGraphRef, type GraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import { sha256 } from '../domain/sha256.ts';
import type { Registry } from '../registry.ts';
import { writeAudit } from '../storage/audit.ts';
import type { Db, GitContext, Tx } from '../storage/database.ts';
import { findSubgraphOwner, readVariant, type Part, type VariantState } from '../storage/variants.ts';
import { withParts, type Candidate } from './candidate.ts';
import { changeVariant, OutdatedError } from './change-variant.ts';
import { storeCheckRuns } from './check-runs.ts';
import { examine, type Examination } from './examine.ts';
import { writeLaunch } from './write-launch.ts';

/** A subgraph's next version, as an agency sends it. */
export interface Publication {
  name: string;
  /** Where routers reach it; the present one where it is absent. */
  url?: string | null;
  sdl: string;
  /** What the agency calls this version. */
  revision: string;
  git?: GitContext | null;
  /** On whose behalf; operators have to say so for what is new. */
  agency?: string | null;
}

export interface PublishOutcome {
  /** Whether anything was accepted. */
  accepted: boolean;
  /** Names of the subgraphs that are new in the variant. */
  created: string[];
  /** Names of the subgraphs that changed. */
  changed: string[];
  /** The launch that made it live. */
  launch: string | undefined;
  /** Why there is none. */
  errors: CompositionIssue[];
  examination: Examination | undefined;
  checkRuns: string[];
}

/**
 * Publishes versions of one agency's subgraphs into a variant: composed, checked and, when nothing stands against it, live, in one step and one
 * transaction. What is refused changes nothing but the record of its checks. While a variant has no supergraph yet, parts that do not fit
 * together yet are kept, since it has to be put together somehow.
 * @throws Refusal when the actor may not, or the variant takes no publications
 */
export async function publish(
  registry: Registry,
  who: Actor | undefined,
  ref: GraphRef,
  publications: readonly Publication[],
): Promise<PublishOutcome> {
  const actor = requireRole(who, 'publish');
  return changeVariant(registry, ref, () => publishNow(registry, actor, ref, publications));
}

async function publishNow(
  registry: Registry,
  actor: Actor,
  ref: GraphRef,
  publications: readonly Publication[],
): Promise<PublishOutcome> {
  const before = await readVariant(registry.db, ref);
  if (!before.takesPublications) {
    throw new Refusal(
      'FORBIDDEN',
      `${printGraphRef(ref)} takes no publications: publish to a test variant, then promote its launch.`,
    );
  }
  const parts = await toParts(registry, actor, before, publications);
  const candidate = { ...withParts('PUBLISH', before, parts), kind: 'PUBLISH' as const };
  if (candidate.changed.length === 0) return unchanged(before);
  const examination = await examine(registry, candidate);
  return settle(registry, actor, { candidate, examination, publications });
}

/** The parts that these publications would be; refuses those that the actor may not publish. */
async function toParts(
  { db }: Registry,
  actor: Actor,
  before: VariantState,
  publications: readonly Publication[],
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { name, url, sdl, agency: named } of publications) {
    checkName(name);
    const owner = await findSubgraphOwner(db, before.graph, name);
    requireSubgraph(actor, name, owner);
    const present = before.parts.find((part) => part.name === name);
    const agency = owner ?? actor.agency ?? (await requireAgency(db, name, named));
    parts.push({ name, url: url ?? present?.url ?? '', sdl, sdlHash: sha256(sdl), agency });
  }
  return parts;
}

/** An operator belongs to no agency, so that of a new subgraph has to be named. */
export async function requireAgency(db: Db, subgraph: string, slug: string | null | undefined): Promise<string> {
  const found = slug && (await db.selectFrom('agency').select('slug').where('slug', '=', slug).executeTakeFirst());
  if (found) return found.slug;
  throw new Refusal(
    'BAD_USER_INPUT',
    `${subgraph} is new: publish it with a token of its agency, or name an agency that exists.`,
  );
}

function checkName(name: string): void {
  if (/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/.test(name)) return;
  throw new Refusal(
    'BAD_USER_INPUT',
    'A subgraph’s name starts with a letter and has up to 64 letters, digits, - and _.',
  );
}

function unchanged(before: VariantState): PublishOutcome {
  const nothing = { created: [], changed: [], errors: [], checkRuns: [], examination: undefined };
  return { accepted: true, launch: before.liveLaunch ?? undefined, ...nothing };
}

interface Examined {
  candidate: Candidate & { kind: 'PUBLISH' };
  examination: Examination;
  publications: readonly Publication[];
}

/** Writes what became of it, in one transaction. */
async function settle(registry: Registry, actor: Actor, examined: Examined): Promise<PublishOutcome> {
  const { candidate, examination, publications } = examined;
  const { before, changed } = candidate;
  const at = registry.clock();
  const { composition } = examination;
  const errors = composition && !isComposed(composition) ? composition.errors : [];
  const accepted = examination.passed || isKept(before, examination);
  const known = new Set(before.parts.map(({ name }) => name));
  return registry.db.transaction().execute(async (tx) => {
    const checkRuns = await storeCheckRuns(tx, actor, candidate, examination, {
      at,
      git: publications[0]?.git ?? null,
    });
    const outcome = { accepted, changed, errors, examination, checkRuns };
    if (!accepted) return { ...outcome, created: [], launch: undefined };
    const parts = await storeVersions(tx, actor, examined, at);
    const launch = await writeLaunch(tx, { registry, actor, candidate: { ...candidate, parts }, examination, at });
    return { ...outcome, created: changed.filter((name) => !known.has(name)), launch };
  });
}

/** Only parts that do not fit together yet are kept, and only before the first launch. */
function isKept({ liveLaunch }: VariantState, { subgraphs }: Examination): boolean {
  const stops = subgraphs.flatMap(({ results }) => results).filter(({ status }) => status === 'failed');
  return liveLaunch === null && stops.every(({ name }) => name === 'composition');
}

/** Gives each part that changed a version. */
async function storeVersions(tx: Tx, actor: Actor, { candidate, publications }: Examined, at: Date): Promise<Part[]> {
  const { graph } = candidate.before;
  const changed = candidate.parts
    .filter(({ name }) => candidate.changed.includes(name))
    .map((part) => ({ ...part, version: v7(), publishedAt: at }));
  await claimNames(tx, graph, changed, at);
  const publicationOf = (part: Part) => publications.find(({ name }) => name === part.name);
  const versions = changed.map((part) => {
    const { revision, git } = publicationOf(part) ?? { revision: '' };
    return {
      id: part.version,
      graph,
      subgraph: part.name,
      url: part.url,
      sdl: part.sdl,
      sdl_hash: part.sdlHash,
      revision,
      git: git ? JSON.stringify(git) : null,
      published_by: actor.tokenId,
      published_at: at,
    };
  });
  await tx.insertInto('subgraph_version').values(versions).execute();
  await writeAudit(
    tx,
    ...changed.map(({ name, agency, version, sdlHash, url }) => ({
      at: at.toISOString(),
      actor: actor.tokenId,
      agency,
      action: 'subgraph.published',
      subject: `${printGraphRef(candidate.before)}/${name}`,
      details: { version, sha256: sdlHash, url },
    })),
  );
  return candidate.parts.map((part) => changed.find(({ name }) => name === part.name) ?? part);
}

/** A name belongs to the agency that publishes it first. @throws OutdatedError where another was first meanwhile */
async function claimNames(tx: Tx, graph: string, parts: readonly Part[], at: Date): Promise<void> {
  await tx
    .insertInto('subgraph')
    .values(parts.map(({ name, agency }) => ({ graph, name, agency, created_at: at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const names = parts.map(({ name }) => name);
  const owned = await tx
    .selectFrom('subgraph')
    .select(['name', 'agency'])
    .where('graph', '=', graph)
    .where('name', 'in', names)
    .execute();
  const owners = new Map(owned.map(({ name, agency }) => [name, agency]));
  if (parts.some(({ name, agency }) => owners.get(name) !== agency)) throw new OutdatedError();
}
