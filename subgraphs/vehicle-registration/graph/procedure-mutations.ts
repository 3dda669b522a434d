import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { ProcedureKind } from '../domain/procedure-kind.ts';
import { procedureProblem } from '../domain/procedures/procedure-problem.ts';
import { checkProcedure } from '../storage/procedures/check-procedure.ts';
import type { Outcome } from '../storage/procedures/procedure-rows.ts';
import { retrieveDecision } from '../storage/procedures/retrieve-decision.ts';
import { saveInput } from '../storage/procedures/save-input.ts';
import { startProcedure } from '../storage/procedures/start-procedure.ts';
import { submitProcedure } from '../storage/procedures/submit-procedure.ts';
import { withdrawProcedure } from '../storage/procedures/withdraw-procedure.ts';
import type { VehicleStore } from '../storage/store.ts';
import { ProcedureKindEnum } from './available-procedure.ts';
import { toProblems } from './problems.ts';
import { Procedure, toProcedure } from './procedure.ts';
import { givenInput, SaveInputInput } from './save-input-input.ts';

type Context = RequestContext<VehicleStore>;

@InputType({ description: 'What is applied for.' })
export class StartProcedureInput {
  @Field(() => ProcedureKindEnum, { description: 'Which procedure.' })
  kind!: ProcedureKind;

  @Field(() => ID, {
    nullable: true,
    description:
      "The caller's own vehicle. Needed for a change of address; not given for a change of keeper and a first registration; optional else, where the codes say which vehicle is meant.",
  })
  vehicleId?: string | null;

  @Field(() => String, {
    description: 'Made by the client, 1 to 128 characters: the same request with the same key starts one procedure.',
  })
  idempotencyKey!: string;
}

@InputType({ description: 'Which procedure.' })
export class ProcedureActionInput {
  @Field(() => ID, { description: 'Identifier of the procedure.' })
  procedureId!: string;
}

@InputType({ description: 'Which procedure is submitted.' })
export class SubmitProcedureInput extends ProcedureActionInput {
  @Field(() => String, { description: 'Made by the client, 1 to 128 characters: repeating a request changes nothing.' })
  idempotencyKey!: string;
}

@ObjectType({ description: 'What became of it.' })
export class ProcedurePayload {
  @Field(() => Procedure, { nullable: true, description: 'The procedure as it is now; null where there is none.' })
  procedure?: Procedure | null;

  @Field(() => [Problem], { description: 'Why it was not done, or not all of it; empty when it was.' })
  problems!: Problem[];
}

function toPayload({ procedure, problems }: Outcome, { language }: Context): ProcedurePayload {
  return { procedure: procedure && toProcedure(procedure), problems: toProblems(problems, language) };
}

const writes = '@requiresScopes(scopes: [["vehicles:write"]])';

@Resolver()
export class ProcedureMutationsResolver {
  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description: 'Begins a procedure. What is known of the vehicle is filled in.',
  })
  async startProcedure(
    @Arg('input', () => StartProcedureInput, { description: 'What is applied for.' }) input: StartProcedureInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    const { kind, vehicleId, idempotencyKey } = input;
    const vehicle = vehicleId ? await store.vehicles.load(vehicleId) : null;
    if (vehicleId && !vehicle)
      return toPayload({ procedure: null, problems: [procedureProblem('VEHICLE_UNKNOWN')] }, context);
    return toPayload(await startProcedure(store.db, store.applicant(), { kind, vehicle, idempotencyKey }), context);
  }

  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description:
      'Saves what was given, each field by itself: fields with a problem are left as they were, the others are kept. What is left out stays, null removes.',
  })
  async saveInput(
    @Arg('input', () => SaveInputInput, { description: 'What was given.' }) input: SaveInputInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    const districts = await store.districtCodes();
    const given = givenInput(input);
    return toPayload(await saveInput(store.db, store.applicant(), input.procedureId, given, { districts }), context);
  }

  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description:
      'Checks everything before it is submitted: what is missing, the codes, the register, the insurance, tax arrears, competence.',
  })
  async checkProcedure(
    @Arg('input', () => ProcedureActionInput, { description: 'Which one.' }) { procedureId }: ProcedureActionInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    return toPayload(await checkProcedure(store.db, store.applicant(), procedureId), context);
  }

  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description: 'Submits a checked procedure. Its fee is paid next (`feeDemand`); then it goes to the authority.',
  })
  async submitProcedure(
    @Arg('input', () => SubmitProcedureInput, { description: 'Which one.' }) input: SubmitProcedureInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    const { procedureId, idempotencyKey } = input;
    return toPayload(await submitProcedure(store.db, store.applicant(), procedureId, idempotencyKey), context);
  }

  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description: 'Withdraws a procedure that is not decided. A fee that was paid is not refunded by itself.',
  })
  async withdrawProcedure(
    @Arg('input', () => ProcedureActionInput, { description: 'Which one.' }) { procedureId }: ProcedureActionInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    return toPayload(await withdrawProcedure(store.db, store.applicant(), procedureId), context);
  }

  @Directive(writes)
  @Mutation(() => ProcedurePayload, {
    nullable: true,
    description: 'Retrieves the decision, within 30 minutes: that delivers it, and what was approved takes effect.',
  })
  async retrieveDecision(
    @Arg('input', () => ProcedureActionInput, { description: 'Which one.' }) { procedureId }: ProcedureActionInput,
    @Ctx() context: Context,
  ): Promise<ProcedurePayload> {
    const { store } = context;
    return toPayload(await retrieveDecision(store.db, store.applicant(), procedureId), context);
  }
}
