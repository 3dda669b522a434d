import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import { euros } from '../../kit/schema/money.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { blocksFor } from '../domain/available-procedures.ts';
import { availableActions } from '../domain/procedures/available-actions.ts';
import { clocksOn } from '../domain/procedures/clocks.ts';
import { deadlinesOf } from '../domain/procedures/deadlines.ts';
import { inputsAsked } from '../domain/procedures/definition.ts';
import { isCodeName, type InputName } from '../domain/procedures/input-name.ts';
import { missingInputs } from '../domain/procedures/missing-inputs.ts';
import { totalOf } from '../domain/procedures/procedure-fees.ts';
import { problemOfBlock, procedureProblem } from '../domain/procedures/procedure-problem.ts';
import type { ProcedureDecisionRow } from '../storage/procedures/procedure-rows.ts';
import type { VehicleStore } from '../storage/store.ts';
import { toProblems } from './problems.ts';
import {
  AvailableAction,
  ProcedureDeadline,
  ProcedureDecision,
  ProcedureEntry,
  ProcedureFee,
  ProcedureInput,
} from './procedure-parts.ts';
import { ProcedureInputNameEnum } from './procedure-enums.ts';
import { Procedure } from './procedure.ts';
import { resolveVehicle, Vehicle } from './vehicle.ts';

type Context = RequestContext<VehicleStore>;

async function missingOf({ row }: Procedure, store: VehicleStore): Promise<InputName[]> {
  const codes = await store.givenCodes.load(row.id);
  return missingInputs(
    row.kind,
    row.is_keeper,
    row.inputs,
    codes.map(({ name }) => name),
  );
}

export function toDecision(row: ProcedureDecisionRow): ProcedureDecision {
  return {
    outcome: row.outcome,
    isAutomatic: row.is_automatic,
    reasons: row.reasons,
    decidedAt: row.decided_at,
    plate: row.plate,
    retrievableUntil: row.retrievable_until,
    retrievedAt: row.retrieved_at,
    postedAt: row.posted_at,
    effectiveOn: row.effective_on,
    reviewUntil: row.review_until,
  };
}

@Resolver(() => Procedure)
export class ProcedureFieldsResolver {
  @FieldResolver(() => [ProcedureInput], { description: 'All that it asks for, in the order of the form.' })
  async inputs(@Root() { row }: Procedure, @Ctx() { store }: Context): Promise<ProcedureInput[]> {
    const codes = new Set((await store.givenCodes.load(row.id)).map(({ name }) => name));
    return inputsAsked(row.kind, row.is_keeper).map(({ name, isRequired }) => {
      const value = isCodeName(name) ? null : (row.inputs[name] ?? null);
      return { name, isRequired, isGiven: isCodeName(name) ? codes.has(name) : value !== null, value };
    });
  }

  @FieldResolver(() => [ProcedureInputNameEnum], { description: 'What is still missing before it can be checked.' })
  missing(@Root() procedure: Procedure, @Ctx() { store }: Context): Promise<InputName[]> {
    return missingOf(procedure, store);
  }

  @FieldResolver(() => ProcedureFee, {
    description: 'What it costs: as demanded, or before that as far as it can be told from what was given.',
  })
  async fee(@Root() { id }: Procedure, @Ctx() { store, language }: Context): Promise<ProcedureFee> {
    const lines = await store.fees.load(id);
    return {
      lines: lines.map(({ number, text, cents }) => ({ number, text: text[language], amount: euros(cents) })),
      total: euros(totalOf(lines)),
    };
  }

  @Directive('@requiresScopes(scopes: [["vehicles:write"]])')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The signed fee demand, for `createPayment` of payments; null where nothing is to be paid now. It is good for an hour; ask for another one after that.',
  })
  feeDemand(@Root() { row }: Procedure, @Ctx() { store }: Context): Promise<string | null> {
    return store.feeDemand(row);
  }

  @FieldResolver(() => [ProcedureEntry], {
    description: 'What happened so far, first to last; deleted six months after the end.',
  })
  history(@Root() { id }: Procedure, @Ctx() { store }: Context): Promise<ProcedureEntry[]> {
    return store.history.load(id);
  }

  @FieldResolver(() => [ProcedureDeadline], { description: 'The times that run, soonest first.' })
  async deadlines(@Root() { row }: Procedure, @Ctx() { store }: Context): Promise<ProcedureDeadline[]> {
    const decision = await store.decisions.load(row.id);
    return deadlinesOf(
      {
        kind: row.kind,
        state: row.state,
        touchedAt: row.touched_at,
        payableUntil: row.payable_until,
        endedAt: row.ended_at,
        decision: decision && toCourse(decision),
      },
      clocksOn(store.today),
    );
  }

  @FieldResolver(() => [AvailableAction], { description: 'What the citizen can do, and what stands in the way.' })
  async availableActions(
    @Root() procedure: Procedure,
    @Ctx() { caller, store, language }: Context,
  ): Promise<AvailableAction[]> {
    const { row } = procedure;
    const [missing, decision] = await Promise.all([missingOf(procedure, store), store.decisions.load(row.id)]);
    const { level } = requireCitizen(caller);
    const levelBlocks = blocksFor(row.kind, { vehicle: null, level, today: store.today });
    const actions = availableActions({
      state: row.state,
      inputProblems: missing.map((name) => procedureProblem('INPUT_MISSING', name)),
      levelProblems: levelBlocks.map(problemOfBlock),
      isPayable: row.state === 'AWAITING_PAYMENT' && row.payable_until !== null && row.payable_until > store.now,
      decision: decision && { isRetrieved: decision.retrieved_at !== null, isPosted: decision.posted_at !== null },
    });
    return actions.map(({ action, blockedBy }) => ({
      action,
      isAvailable: blockedBy.length === 0,
      blockedBy: toProblems(blockedBy, language),
    }));
  }

  @FieldResolver(() => ProcedureDecision, { nullable: true, description: 'The decision, once there is one.' })
  async decision(@Root() { id }: Procedure, @Ctx() { store }: Context): Promise<ProcedureDecision | null> {
    const row = await store.decisions.load(id);
    return row && toDecision(row);
  }

  @FieldResolver(() => Vehicle, {
    nullable: true,
    description: 'The vehicle that it is about, while its keeper is the citizen.',
  })
  vehicle(@Root() { row }: Procedure, @Ctx() context: Context): Promise<Vehicle | null> | null {
    return row.vehicle_id ? resolveVehicle({ __typename: 'Vehicle', id: row.vehicle_id }, context) : null;
  }
}

function toCourse(row: ProcedureDecisionRow) {
  return {
    outcome: row.outcome,
    retrievableUntil: row.retrievable_until,
    retrievedAt: row.retrieved_at,
    postedAt: row.posted_at,
    effectiveOn: row.effective_on,
    reviewUntil: row.review_until,
  };
}
