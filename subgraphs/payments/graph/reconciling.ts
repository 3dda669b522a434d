import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { requireClerk } from '../../kit/caller/caller.ts';
import { badUserInput } from '../../kit/errors.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { ProviderError } from '../clients/payment-provider.ts';
import { paymentProblem } from '../domain/payment-problem.ts';
import type { Resolution } from '../domain/reconciliation.ts';
import { workOf, type PaymentsDesk } from '../processing/desk.ts';
import { reconcile } from '../processing/reconcile.ts';
import { resolveDifference } from '../processing/resolve-difference.ts';
import type { Work } from '../processing/services.ts';
import { findReconciliation, listDifferences, listOpenDifferences } from '../storage/differences.ts';
import { toProblems } from './problems.ts';
import {
  DifferenceResolutionEnum,
  Reconciliation,
  SettlementDifference,
  toDifference,
  toReconciliation,
} from './reconciliation.ts';

@InputType({ description: 'The day to compare.' })
export class ReconcilePaymentsInput {
  @Field(() => GraphQLDate, { description: "Day of the provider's settlement (UTC), today at the latest." })
  day!: string;
}

@ObjectType({ description: 'What became of comparing a day.' })
export class ReconcilePaymentsPayload {
  @Field(() => Reconciliation, { nullable: true, description: 'What was found.' })
  reconciliation?: Reconciliation | null;

  @Field(() => [Problem], { description: 'PROVIDER_UNAVAILABLE or PROVIDER_REFUSED; empty when it was compared.' })
  problems!: Problem[];
}

@InputType({ description: 'How a difference was resolved.' })
export class ResolveSettlementDifferenceInput {
  @Field(() => ID, { description: "A difference of the clerk's own authority." })
  id!: string;

  @Field(() => DifferenceResolutionEnum, { description: 'GIVEN_BACK, RECEIVED or WRITTEN_OFF, as fits.' })
  resolution!: Resolution;

  @Field(() => String, { description: 'What was found out, 1 to 500 characters.' })
  note!: string;
}

@ObjectType({ description: 'What became of resolving a difference.' })
export class ResolveSettlementDifferencePayload {
  @Field(() => SettlementDifference, { nullable: true, description: 'The difference as it is now.' })
  difference?: SettlementDifference | null;

  @Field(() => [Problem], {
    description: 'NOT_FOUND, REASON_MISSING or RESOLUTION_DOES_NOT_FIT; empty when it was resolved.',
  })
  problems!: Problem[];
}

type Context = RequestContext<PaymentsDesk>;

const mostOpenDifferences = 100;

@Resolver()
export class ReconcilingResolver {
  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Query(() => Reconciliation, {
    nullable: true,
    description: "A day of the clerk's own authority compared with the provider's settlement; null before it was.",
  })
  reconciliation(
    @Arg('day', () => GraphQLDate, { description: "Day of the provider's settlement (UTC)." }) day: string,
    @Ctx() { caller, store }: Context,
  ): Promise<Reconciliation | null> {
    return load(workOf(store), requireClerk(caller).authority, day);
  }

  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Directive(`@listSize(assumedSize: ${mostOpenDifferences})`)
  @Query(() => [SettlementDifference], {
    nullable: true,
    description: `What of the clerk's own authority is still to be clarified, whatever day it is of: the settlement's differences, and transfers that belong to no open fee or are not of its amount. The oldest ${mostOpenDifferences}.`,
  })
  async openDifferences(@Ctx() { caller, store }: Context): Promise<SettlementDifference[]> {
    const { authority } = requireClerk(caller);
    return (await listOpenDifferences(workOf(store).db, authority, mostOpenDifferences)).map(toDifference);
  }

  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Mutation(() => ReconcilePaymentsPayload, {
    nullable: true,
    description: "Compares a day with the provider's settlement now. It runs by itself for each day that is over.",
  })
  async reconcilePayments(
    @Arg('input', () => ReconcilePaymentsInput, { description: 'The day.' }) { day }: ReconcilePaymentsInput,
    @Ctx() { caller, language, store }: Context,
  ): Promise<ReconcilePaymentsPayload> {
    const [{ authority }, work] = [requireClerk(caller), workOf(store)];
    if (day > work.services.clock().toISOString().slice(0, 10))
      throw badUserInput(`\`day\` expects a day that has begun, but got ${day}.`);
    try {
      await reconcile(work, authority, day);
      return { reconciliation: await load(work, authority, day), problems: [] };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return { reconciliation: null, problems: toProblems([paymentProblem(`PROVIDER_${error.kind}`)], language) };
    }
  }

  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Mutation(() => ResolveSettlementDifferencePayload, {
    nullable: true,
    description: 'Says what became of a difference, and corrects the books with it.',
  })
  async resolveSettlementDifference(
    @Arg('input', () => ResolveSettlementDifferenceInput, { description: 'How it was resolved.' })
    input: ResolveSettlementDifferenceInput,
    @Ctx() { caller, language, store }: Context,
  ): Promise<ResolveSettlementDifferencePayload> {
    const { sub: clerk, authority } = requireClerk(caller);
    const { difference, problems } = await resolveDifference(workOf(store), authority, { ...input, clerk });
    return { difference: difference && toDifference(difference), problems: toProblems(problems, language) };
  }
}

async function load({ db }: Work, authority: string, day: string): Promise<Reconciliation | null> {
  const found = await findReconciliation(db, authority, day);
  return found ? toReconciliation(found, await listDifferences(db, authority, day)) : null;
}
