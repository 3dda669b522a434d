import { v7 } from 'uuid';
import { isComposed } from '../composition/composition.ts';
import { requireOperator, requireRole, type Actor } from '../domain/actor.ts';
import { printGraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Registry } from '../registry.ts';
import { writeAudit } from '../storage/audit.ts';
import type { PromotionTable } from '../storage/database.ts';
import { findLaunch } from '../storage/launches.ts';
import { readLaunchParts, readVariant } from '../storage/variants.ts';
import type { Selectable } from 'kysely';
import { candidateOf } from './candidate.ts';
import { changeVariant } from './change-variant.ts';
import { storeCheckRuns } from './check-runs.ts';
import { examine } from './examine.ts';
import type { PublishOutcome } from './publish.ts';
import { writeLaunch } from './write-launch.ts';

export type PromotionRow = Selectable<PromotionTable>;

const auditedBy = (actor: Actor, at: Date) => ({
  at: at.toISOString(),
  actor: actor.tokenId,
  ...(actor.agency ? { agency: actor.agency } : {}),
});

/** Asks for a launch to be taken over by another variant of its graph. @throws Refusal */
export async function requestPromotion(
  { db, clock }: Registry,
  who: Actor | undefined,
  launch: string,
  target: string,
): Promise<PromotionRow> {
  const actor = requireRole(who, 'admin');
  const source = isUuid(launch) ? await findLaunch(db, launch) : undefined;
  if (!source) throw new Refusal('NOT_FOUND', `There is no launch ${launch.slice(0, 50)}.`);
  if (source.variant === target)
    throw new Refusal('BAD_USER_INPUT', 'A launch is promoted to another variant; use rollback within one.');
  await readVariant(db, { graph: source.graph, variant: target });
  const at = clock();
  return db.transaction().execute(async (tx) => {
    const id = v7();
    const row = await tx
      .insertInto('promotion')
      .values({ id, graph: source.graph, source: source.id, target, requested_by: actor.tokenId, requested_at: at })
      .returningAll()
      .executeTakeFirstOrThrow();
    const details = { launch, promotion: id };
    await writeAudit(tx, {
      ...auditedBy(actor, at),
      action: 'promotion.requested',
      subject: `${source.graph}@${target}`,
      details,
    });
    return row;
  });
}

/** A promotion that waits for a decision, with who asked for it. @throws Refusal */
async function findOpen({ db }: Registry, id: string): Promise<PromotionRow & { holder: string }> {
  const row = isUuid(id)
    ? await db
        .selectFrom('promotion')
        .innerJoin('token', 'token.id', 'promotion.requested_by')
        .selectAll('promotion')
        .select('token.holder')
        .where('promotion.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new Refusal('NOT_FOUND', `There is no promotion ${id.slice(0, 50)}.`);
  if (row.decided_at) throw new Refusal('CONFLICT', 'This promotion has been decided already.');
  return row;
}

/**
 * Approves a promotion, after which the launch's parts are composed, checked and launched in the target; or turns it down.
 * Threat: one person, or one stolen token, changes production. Rule: in production an operator decides who is not the holder that asked.
 * @throws Refusal
 */
export async function decidePromotion(
  registry: Registry,
  who: Actor | undefined,
  id: string,
  approve: boolean,
): Promise<PublishOutcome | undefined> {
  const actor = requireOperator(who);
  const promotion = await findOpen(registry, id);
  const ref = { graph: promotion.graph, variant: promotion.target };
  if (!approve) {
    await turnDown(registry, actor, promotion);
    return undefined;
  }
  return changeVariant(registry, ref, async () => {
    const before = await readVariant(registry.db, ref);
    if (before.production && promotion.holder === actor.holder) {
      throw new Refusal(
        'FORBIDDEN',
        `Two pairs of eyes: ${actor.holder} asked for this promotion, somebody else approves it.`,
      );
    }
    return takeOver(registry, actor, promotion, before);
  });
}

async function takeOver(
  registry: Registry,
  actor: Actor,
  promotion: PromotionRow,
  before: Awaited<ReturnType<typeof readVariant>>,
): Promise<PublishOutcome> {
  const parts = await readLaunchParts(registry.db, promotion.source);
  const candidate = { ...candidateOf('PROMOTE', before, parts), kind: 'PROMOTE' as const };
  if (candidate.changed.length === 0)
    throw new Refusal('CONFLICT', `${printGraphRef(before)} has these versions already.`);
  const examination = await examine(registry, candidate);
  const { composition, passed: accepted } = examination;
  const errors = composition && !isComposed(composition) ? composition.errors : [];
  const at = registry.clock();
  const known = new Set(before.parts.map(({ name }) => name));
  return registry.db.transaction().execute(async (tx) => {
    const checkRuns = await storeCheckRuns(tx, actor, candidate, examination, { at });
    const outcome = { accepted, errors, examination, checkRuns, changed: candidate.changed };
    if (!accepted) return { ...outcome, created: [], launch: undefined };
    const order = { registry, actor, candidate, examination, at, source: promotion.source, approvedBy: actor.tokenId };
    const launch = await writeLaunch(tx, order);
    const decided = await tx
      .updateTable('promotion')
      .set({ decided_by: actor.tokenId, decided_at: at, launch: launch ?? null })
      .where('id', '=', promotion.id)
      .where('decided_at', 'is', null)
      .executeTakeFirst();
    if (decided.numUpdatedRows === 0n) throw new Refusal('CONFLICT', 'This promotion has been decided already.');
    return { ...outcome, created: candidate.changed.filter((name) => !known.has(name)), launch };
  });
}

async function turnDown({ db, clock }: Registry, actor: Actor, promotion: PromotionRow): Promise<void> {
  const at = clock();
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('promotion')
      .set({ decided_by: actor.tokenId, decided_at: at })
      .where('id', '=', promotion.id)
      .execute();
    const subject = `${promotion.graph}@${promotion.target}`;
    await writeAudit(tx, {
      ...auditedBy(actor, at),
      action: 'promotion.refused',
      subject,
      details: { promotion: promotion.id },
    });
  });
}
