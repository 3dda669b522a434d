import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Problem } from '../../../kit/schema/problem.ts';
import type { RequestContext } from '../../../kit/subgraph.ts';
import type { ReviewVerdict } from '../../domain/procedures/review.ts';
import type { ClerkOutcome } from '../../storage/clerk/clerk-store.ts';
import { decideProcedure } from '../../storage/clerk/decide-procedure.ts';
import { redeliverProcedure } from '../../storage/clerk/redeliver-procedure.ts';
import { reviewDecision } from '../../storage/clerk/review-decision.ts';
import type { VehicleStore } from '../../storage/store.ts';
import { toProblems } from '../problems.ts';
import { toAuthorityProcedure } from './authority-procedure-fields.ts';
import { AuthorityProcedure } from './authority-procedure.ts';
import { forClerks } from './authority-queue.ts';
import { ClerkDecisionEnum, ReviewVerdictEnum } from './clerk-enums.ts';

type Context = RequestContext<VehicleStore>;

@InputType({ description: 'A decision on a procedure.' })
export class DecideProcedureInput {
  @Field(() => ID, { description: "A procedure that is with the clerks of the caller's authority." })
  procedureId!: string;

  @Field(() => ClerkDecisionEnum, { description: 'How it is decided.' })
  decision!: 'APPROVE' | 'REJECT';

  @Field(() => [String], {
    defaultValue: [],
    description: 'Why, 1 to 500 characters each; the citizen reads it. Needed for a rejection.',
  })
  reasons!: string[];
}

@InputType({ description: 'What a clerk thinks of an automatic decision.' })
export class ReviewDecisionInput {
  @Field(() => ID, { description: 'A procedure that was decided automatically and is under review.' })
  procedureId!: string;

  @Field(() => ReviewVerdictEnum, { description: 'Whether it stays.' })
  verdict!: ReviewVerdict;

  @Field(() => [String], { defaultValue: [], description: 'Why, 1 to 500 characters each. Needed to revoke.' })
  reasons!: string[];
}

@InputType({ description: 'A delivery that goes on.' })
export class RedeliverProcedureInput {
  @Field(() => ID, { description: 'A procedure whose delivery is parked.' })
  procedureId!: string;
}

@ObjectType({ description: 'What became of what a clerk did.' })
export class AuthorityProcedurePayload {
  @Field(() => AuthorityProcedure, {
    nullable: true,
    description: 'The procedure as it is now; null where there is none.',
  })
  procedure?: AuthorityProcedure | null;

  @Field(() => [Problem], { description: 'Why it was not done; empty when it was.' })
  problems!: Problem[];
}

function toPayload({ procedure, problems }: ClerkOutcome, { language }: Context): AuthorityProcedurePayload {
  return { procedure: procedure && toAuthorityProcedure(procedure), problems: toProblems(problems, language) };
}

@Resolver()
export class ClerkMutationsResolver {
  @Directive(forClerks)
  @Mutation(() => AuthorityProcedurePayload, {
    nullable: true,
    description:
      'Decides a procedure. Register and back office learn of it by themselves; a rejection opens a decision on the fee.',
  })
  async decideProcedure(
    @Arg('input', () => DecideProcedureInput, { description: 'The decision.' }) input: DecideProcedureInput,
    @Ctx() context: Context,
  ): Promise<AuthorityProcedurePayload> {
    const { store } = context;
    return toPayload(await decideProcedure(store.db, store.clerk.official(), input), context);
  }

  @Directive(forClerks)
  @Mutation(() => AuthorityProcedurePayload, {
    nullable: true,
    description:
      'Reviews an automatic decision in the month after it. One clerk confirms; to revoke takes a proposal and the consent of another clerk.',
  })
  async reviewDecision(
    @Arg('input', () => ReviewDecisionInput, { description: 'The verdict.' }) input: ReviewDecisionInput,
    @Ctx() context: Context,
  ): Promise<AuthorityProcedurePayload> {
    const { store } = context;
    return toPayload(await reviewDecision(store.db, store.clerk.official(), input), context);
  }

  @Directive(forClerks)
  @Mutation(() => AuthorityProcedurePayload, {
    nullable: true,
    description: 'Lets a parked delivery go on, after what held it up was mended.',
  })
  async redeliverProcedure(
    @Arg('input', () => RedeliverProcedureInput, { description: 'Which one.' })
    { procedureId }: RedeliverProcedureInput,
    @Ctx() context: Context,
  ): Promise<AuthorityProcedurePayload> {
    const { store } = context;
    return toPayload(await redeliverProcedure(store.db, store.clerk.official(), procedureId), context);
  }
}
