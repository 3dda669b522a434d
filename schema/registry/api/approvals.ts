import type { Selectable } from 'kysely';
import { v7 } from 'uuid';
import type { CheckResult, Finding } from '../checks/check.ts';
import { graphItself, requireAdminOf, requireOperator, requireRole, type Actor } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import { isUuid } from '../domain/uuid.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { ApprovalTable } from '../storage/database.ts';
import { auditedChange } from './audited-change.ts';
import { findCheck } from './checks.ts';
import { findToken } from './tokens.ts';

type ApprovalRow = Selectable<ApprovalTable>;

interface ApprovalInput {
  check: string;
  key: string;
  note: string;
  agency?: string | null;
}

/** For whom the actor agrees, and that the finding waits for them. */
function partyOf(
  who: Actor | undefined,
  { agency }: ApprovalInput,
  { approvableBy }: Finding,
): { actor: Actor; party: string } {
  const known = requireRole(who, 'admin');
  const party = agency ?? known.agency ?? graphItself;
  const actor = party === graphItself ? requireOperator(who) : requireAdminOf(who, party);
  if (actor.subgraphs) throw new Refusal('FORBIDDEN', 'A token that is bound to subgraphs approves nothing.');
  if (!approvableBy) throw new Refusal('CONFLICT', 'Nobody can agree to this finding: it has to be mended.');
  if (!approvableBy.includes(party)) {
    throw new Refusal('FORBIDDEN', `This is for ${approvableBy.join(', ')} to agree to, not for ${party}.`);
  }
  return { actor, party };
}

async function approve(
  _: unknown,
  { input }: { input: ApprovalInput },
  context: RegistryContext,
): Promise<ApprovalRow> {
  requireRole(context.actor, 'admin');
  const { db } = context.registry;
  const check = await findCheck(db, input.check);
  const finding = (check?.results as CheckResult[] | undefined)
    ?.flatMap(({ findings }) => findings)
    .find(({ key }) => key === input.key);
  if (!check || !finding) throw new Refusal('NOT_FOUND', 'There is no such finding in this check.');
  if (!input.note.trim()) throw new Refusal('BAD_USER_INPUT', '`note` says why it is all right.');
  const { actor, party } = partyOf(context.actor, input, finding);
  const { graph } = check;
  const inForce = await db
    .selectFrom('approval')
    .selectAll()
    .where('graph', '=', graph)
    .where('key', '=', input.key)
    .where('agency', '=', party)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (inForce) return inForce;
  const deed = {
    action: 'change.approved',
    subject: `${graph}@${check.variant}/${check.subgraph}`,
    details: {
      key: input.key,
      code: finding.code,
      coordinate: finding.coordinate,
      party,
      check: check.id,
      note: input.note,
    },
  };
  return auditedChange(context, actor, deed, (tx, at) =>
    tx
      .insertInto('approval')
      .values({
        id: v7(),
        graph,
        key: input.key,
        agency: party,
        check_run: check.id,
        note: input.note,
        finding: JSON.stringify(finding),
        approved_by: actor.tokenId,
        approved_at: at,
        revoked_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

async function revokeApproval(_: unknown, { id }: { id: string }, context: RegistryContext): Promise<ApprovalRow> {
  const known = requireRole(context.actor, 'admin');
  const approval = isUuid(id)
    ? await context.registry.db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (!approval) throw new Refusal('NOT_FOUND', 'There is no such approval.');
  const actor = approval.agency === graphItself ? requireOperator(known) : requireAdminOf(known, approval.agency);
  if (approval.revoked_at) return approval;
  const deed = { action: 'approval.revoked', subject: id, details: { key: approval.key, party: approval.agency } };
  return auditedChange(context, actor, deed, (tx, at) =>
    tx.updateTable('approval').set({ revoked_at: at }).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
  );
}

export const approvalResolvers: Resolvers = {
  Mutation: { approve, revokeApproval },
  Graph: {
    approvals: ({ id }: { id: string }, { inForce }: { inForce: boolean }, { registry }: RegistryContext) => {
      let query = registry.db.selectFrom('approval').selectAll().where('graph', '=', id).orderBy('id', 'desc');
      if (inForce) query = query.where('revoked_at', 'is', null);
      return query.limit(1_000).execute();
    },
  },
  Approval: {
    check: ({ check_run }: ApprovalRow, _: unknown, { registry }: RegistryContext) => findCheck(registry.db, check_run),
    message: ({ finding }: ApprovalRow) => (finding as Finding).message,
    coordinate: ({ finding }: ApprovalRow) => (finding as Finding).coordinate ?? null,
    approvedBy: ({ approved_by }: ApprovalRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, approved_by),
    approvedAt: ({ approved_at }: ApprovalRow) => approved_at,
    revokedAt: ({ revoked_at }: ApprovalRow) => revoked_at,
  },
};
