import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { requireClerk } from '../../../kit/caller/caller.ts';
import { euros } from '../../../kit/schema/money.ts';
import type { RequestContext } from '../../../kit/subgraph.ts';
import { availableClerkActions } from '../../domain/procedures/clerk-actions.ts';
import type { InputName } from '../../domain/procedures/input-name.ts';
import { isUnderReview } from '../../domain/procedures/review.ts';
import type { ProcedureRow } from '../../storage/procedures/procedure-rows.ts';
import type { VehicleStore } from '../../storage/store.ts';
import { toDecision } from '../procedure-fields.ts';
import { toProblems } from '../problems.ts';
import { ProcedureDecision, ProcedureEntry } from '../procedure-parts.ts';
import {
  AuthorityProcedure,
  AvailableClerkAction,
  DecisionReview,
  FeeDecision,
  ProcedureDelivery,
} from './authority-procedure.ts';

type Context = RequestContext<VehicleStore>;

export function toAuthorityProcedure(row: ProcedureRow): AuthorityProcedure {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    authority: row.authority === null ? null : { ags: row.authority },
    isAutomatic: row.route === 'AUTOMATIC',
    inputs: Object.entries(row.inputs).map(([name, value]) => ({ name: name as InputName, value })),
    findings: row.findings,
    wrongCodes: row.wrong_codes,
    fee: row.fee_cents === null ? null : euros(row.fee_cents),
    submittedAt: row.submitted_at ?? row.created_at,
    endedAt: row.ended_at,
    row,
  };
}

@Resolver(() => AuthorityProcedure)
export class AuthorityProcedureFieldsResolver {
  @FieldResolver(() => [ProcedureEntry], { description: 'What happened so far; deleted six months after the end.' })
  history(@Root() { id }: AuthorityProcedure, @Ctx() { store }: Context): Promise<ProcedureEntry[]> {
    return store.history.load(id);
  }

  @FieldResolver(() => ProcedureDecision, { nullable: true, description: 'The decision, once there is one.' })
  async decision(@Root() { id }: AuthorityProcedure, @Ctx() { store }: Context): Promise<ProcedureDecision | null> {
    const row = await store.decisions.load(id);
    return row && toDecision(row);
  }

  @FieldResolver(() => ProcedureDelivery, { description: 'What register and back office know.' })
  async delivery(@Root() { id, row }: AuthorityProcedure, @Ctx() { store }: Context): Promise<ProcedureDelivery> {
    const parked = await store.clerk.parked.load(id);
    return {
      backOfficeReference: row.back_office_reference,
      toldAt: row.told_at,
      parked: parked && { reason: parked.reason, detail: parked.detail, parkedAt: parked.parked_at },
    };
  }

  @FieldResolver(() => DecisionReview, {
    nullable: true,
    description: 'The review of an automatic decision; null while no clerk has looked at it.',
  })
  async review(@Root() { id }: AuthorityProcedure, @Ctx() { caller, store }: Context): Promise<DecisionReview | null> {
    const row = await store.clerk.reviews.load(id);
    return (
      row && {
        isRevocationProposed: row.proposed_by !== null,
        isProposedByCaller: row.proposed_by === requireClerk(caller).sub,
        reasons: row.reasons,
        result: row.verdict,
        reviewedAt: row.reviewed_at,
      }
    );
  }

  @FieldResolver(() => [AvailableClerkAction], { description: 'What the clerk can do, and what stands in the way.' })
  async availableActions(
    @Root() { id, state }: AuthorityProcedure,
    @Ctx() { caller, store, language }: Context,
  ): Promise<AvailableClerkAction[]> {
    const [parked, review, decision] = await Promise.all([
      store.clerk.parked.load(id),
      store.clerk.reviews.load(id),
      store.decisions.load(id),
    ]);
    const made = decision && { isAutomatic: decision.is_automatic, reviewUntil: decision.review_until };
    const actions = availableClerkActions({
      state,
      isParked: parked !== null,
      review: {
        isUnderReview: isUnderReview(state, made, store.today),
        proposedBy: review?.proposed_by ?? null,
        verdict: review?.verdict ?? null,
      },
      clerk: requireClerk(caller).sub,
    });
    return actions.map(({ action, blockedBy }) => ({
      action,
      isAvailable: blockedBy.length === 0,
      blockedBy: toProblems(blockedBy, language),
    }));
  }

  @FieldResolver(() => [FeeDecision], { description: 'Fees that were paid for nothing.' })
  async feeDecisions(@Root() { id }: AuthorityProcedure, @Ctx() { store }: Context): Promise<FeeDecision[]> {
    const rows = await store.clerk.feeDecisions.load(id);
    return rows.map((row) => ({
      id: row.id,
      reason: row.reason,
      paymentId: row.payment_id,
      amount: euros(row.amount_cents),
      openedAt: row.opened_at,
      closedAt: row.closed_at,
    }));
  }
}
