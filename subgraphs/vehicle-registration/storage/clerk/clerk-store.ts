import type DataLoader from 'dataloader';
import { sql, type Kysely, type Selectable } from 'kysely';
import { requireClerk, type Caller, type CallingClerk } from '../../../kit/caller/caller.ts';
import { germanDay } from '../../../kit/data/calendar.ts';
import { fetchPage, type KeysetOrder, type Page, type PageRequest } from '../../../kit/data/keyset.ts';
import { loadById, loadMany, loadOne } from '../../../kit/data/loaders.ts';
import type { ProcedureKind } from '../../domain/procedure-kind.ts';
import type { ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { drawnOf256 } from '../../domain/procedures/review.ts';
import type { ProcedureState } from '../../domain/procedures/state-machine.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { DecisionReviewTable, ParkedDeliveryTable } from '../delivery-tables.ts';
import type { Parts } from '../parts.ts';
import type { FeeDecisionTable } from '../procedure-tables.ts';
import type { ProcedureRow } from '../procedures/procedure-rows.ts';

type Database = Kysely<VehicleRegistrationDatabase>;
export type ParkedDeliveryRow = Selectable<ParkedDeliveryTable>;
export type DecisionReviewRow = Selectable<DecisionReviewTable>;
export type FeeDecisionRow = Selectable<FeeDecisionTable>;

export interface QueueSelection {
  states?: readonly ProcedureState[] | null;
  kinds?: readonly ProcedureKind[] | null;
  /** Only those whose delivery waits for an operator, or only the others. */
  isParked?: boolean | null;
}

export type QueueOrder = 'SUBMITTED_AT_ASC' | 'SUBMITTED_AT_DESC';

/** Who works on a procedure, when, and with which parts of the service. */
export interface Official {
  clerk: CallingClerk;
  parts: Parts;
  now: Date;
}

/** What became of it: the procedure as it is now, and why it is not as was wished. */
export interface ClerkOutcome {
  procedure: ProcedureRow | null;
  problems: ProcedureProblem[];
}

/**
 * What a clerk sees: the procedures that were submitted to their own authority.
 * Threat: a clerk looks into another authority's procedures, or into what a citizen is still typing. Rule: every query names the clerk's
 * authority, and what was not submitted and paid does not exist here.
 */
export interface ClerkStore {
  procedures: DataLoader<string, ProcedureRow | null>;
  list(page: PageRequest, selection: QueueSelection, order: QueueOrder): Promise<Page<ProcedureRow>>;
  /** Automatic decisions to look at: those drawn for it, and those that another clerk wants revoked. */
  listToReview(page: PageRequest): Promise<Page<ProcedureRow>>;
  /** Of procedures that were found, by their id. */
  reviews: DataLoader<string, DecisionReviewRow | null>;
  parked: DataLoader<string, ParkedDeliveryRow | null>;
  feeDecisions: DataLoader<string, FeeDecisionRow[]>;
  /** @throws FORBIDDEN for a citizen, UNAUTHENTICATED for nobody */
  official(): Official;
}

const queueOrders: Record<QueueOrder, KeysetOrder> = {
  SUBMITTED_AT_ASC: {
    name: 'submitted-asc',
    column: 'procedure.submitted_at',
    id: 'procedure.id',
    direction: 'asc',
    type: 'timestamptz',
  },
  SUBMITTED_AT_DESC: {
    name: 'submitted-desc',
    column: 'procedure.submitted_at',
    id: 'procedure.id',
    direction: 'desc',
    type: 'timestamptz',
  },
};

const decidedFirst: KeysetOrder = {
  name: 'decided-asc',
  column: 'procedure.ended_at',
  id: 'procedure.id',
  direction: 'asc',
  type: 'timestamptz',
};

export function openClerkStore(db: Database, caller: Caller, parts: Parts): ClerkStore {
  const authority = caller.clerk?.authority ?? '';
  const now = parts.clock();
  const own = () => submittedTo(db, authority);
  return {
    procedures: loadById((ids) => own().where('procedure.id', 'in', ids).execute()),
    list(page, { states, kinds, isParked }, order) {
      let query = own();
      if (states) query = query.where('state', '=', ({ fn, val }) => fn.any(val(states)));
      if (kinds) query = query.where('kind', '=', ({ fn, val }) => fn.any(val(kinds)));
      if (typeof isParked === 'boolean') query = query.where(isParkedOrNot(isParked));
      return fetchPage(query, page, queueOrders[order]);
    },
    listToReview: (page) => fetchPage(toReview(own(), germanDay(now), caller.clerk?.sub ?? ''), page, decidedFirst),
    ...openLoaders(db),
    official: () => ({ clerk: requireClerk(caller), parts, now }),
  };
}

const isParkedOrNot = (isParked: boolean) =>
  sql<boolean>`EXISTS (SELECT 1 FROM parked_delivery WHERE procedure_id = procedure.id) = ${isParked}`;

function toReview(query: ReturnType<typeof submittedTo>, today: string, clerk: string) {
  return query
    .innerJoin('procedure_decision as decision', 'decision.procedure_id', 'procedure.id')
    .leftJoin('decision_review as review', 'review.procedure_id', 'procedure.id')
    .where('procedure.state', '=', 'DECIDED')
    .where('decision.is_automatic', '=', true)
    .where('decision.review_until', '>=', today)
    .where('review.verdict', 'is', null)
    .where(
      sql<boolean>`(review.proposed_by <> ${clerk} OR (review.proposed_by IS NULL
        AND get_byte(sha256(convert_to(procedure.id::text, 'UTF8')), 0) < ${drawnOf256(today)}))`,
    );
}

/** What was submitted to an authority. */
const submittedTo = (db: Database, authority: string) =>
  db
    .selectFrom('procedure')
    .selectAll('procedure')
    .where('procedure.authority', '=', authority)
    .where('procedure.submitted_at', 'is not', null);

function openLoaders(db: Database): Pick<ClerkStore, 'reviews' | 'parked' | 'feeDecisions'> {
  return {
    reviews: loadOne(
      (ids: readonly string[]) =>
        db.selectFrom('decision_review').selectAll().where('procedure_id', 'in', ids).execute(),
      (review) => review.procedure_id,
    ),
    parked: loadOne(
      (ids: readonly string[]) =>
        db.selectFrom('parked_delivery').selectAll().where('procedure_id', 'in', ids).execute(),
      (parked) => parked.procedure_id,
    ),
    feeDecisions: loadMany(
      (ids: readonly string[]) =>
        db.selectFrom('fee_decision').selectAll().where('procedure_id', 'in', ids).orderBy('opened_at').execute(),
      (decision) => decision.procedure_id,
    ),
  };
}
