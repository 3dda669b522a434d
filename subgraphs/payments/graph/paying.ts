import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { cancelPayment } from '../processing/cancel-payment.ts';
import { createPayment, type PaymentOutcome } from '../processing/create-payment.ts';
import { workOf, type PaymentsDesk } from '../processing/desk.ts';
import { payFee } from '../processing/pay-fee.ts';
import { Payment, toPayment } from './payment.ts';
import { toProblems } from './problems.ts';

@InputType({ description: 'The fee to pay.' })
export class CreatePaymentInput {
  @Field(() => String, {
    description:
      'The fee demand as the demanding service signed it (a JWT), for example `Procedure.feeDemand`. It is good until its own time is over; then fetch it again.',
  })
  feeDemand!: string;

  @Field(() => String, {
    description:
      '1 to 128 characters that name this wish for 24 hours: the same key with the same input gives the same payment again, with other input a problem.',
  })
  idempotencyKey!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the provider leads the browser afterwards: an address of an application that is listed. Coming back says nothing about the payment: ask for its status.',
  })
  returnUrl?: string | null;
}

@InputType({ description: 'The open fee to pay.' })
export class PayFeeInput {
  @Field(() => ID, { description: "Identifier of an open fee of the citizen's own, `Vehicle.openFees`." })
  feeId!: string;

  @Field(() => String, { description: '1 to 128 characters that name this wish for 24 hours, as in `createPayment`.' })
  idempotencyKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the provider leads the browser afterwards, as in `createPayment`.',
  })
  returnUrl?: string | null;
}

@ObjectType({ description: 'What became of the wish to pay.' })
export class CreatePaymentPayload {
  @Field(() => Payment, {
    nullable: true,
    description: "The payment; with a problem, the caller's own that stands in the way, if that is it.",
  })
  payment?: Payment | null;

  @Field(() => String, { nullable: true, description: 'Page on which to pay: the same as `payment.payUrl`.' })
  payUrl?: string | null;

  @Field(() => [Problem], {
    description:
      'Why it was not begun: DEMAND_INVALID, DEMAND_EXPIRED, DEMAND_NOT_CHECKED, DEMAND_IN_PAYMENT, ALREADY_PAID, IDEMPOTENCY_CONFLICT, IDEMPOTENCY_KEY_MALFORMED, RETURN_URL_NOT_ALLOWED, PROVIDER_UNAVAILABLE or PROVIDER_REFUSED, for an open fee also FEE_UNKNOWN; empty when it was.',
  })
  problems!: Problem[];
}

@InputType({ description: 'The payment to call off.' })
export class CancelPaymentInput {
  @Field(() => ID, { description: 'Identifier of the payment.' })
  id!: string;
}

@ObjectType({ description: 'What became of calling a payment off.' })
export class CancelPaymentPayload {
  @Field(() => Payment, { nullable: true, description: 'The payment as it is now.' })
  payment?: Payment | null;

  @Field(() => [Problem], {
    description:
      'Why it was not called off: NOT_FOUND, NOT_CANCELLABLE, ALREADY_PAID, or PROVIDER_UNAVAILABLE (then it will be, as soon as the provider answers); empty when it was.',
  })
  problems!: Problem[];
}

type Context = RequestContext<PaymentsDesk>;

@Resolver()
export class PayingResolver {
  @Directive('@requiresScopes(scopes: [["payments:write"]])')
  @Mutation(() => CreatePaymentPayload, {
    nullable: true,
    description:
      'Begins to pay a fee demand. A demand has one payment at a time; after one that came to nothing it can be paid anew.',
  })
  async createPayment(
    @Arg('input', () => CreatePaymentInput, { description: 'The fee to pay.' }) input: CreatePaymentInput,
    @Ctx() context: Context,
  ): Promise<CreatePaymentPayload> {
    const { sub } = requireCitizen(context.caller);
    return withPage(await createPayment(workOf(context.store), sub, input), context);
  }

  @Directive('@requiresScopes(scopes: [["payments:write"]])')
  @Mutation(() => CreatePaymentPayload, {
    nullable: true,
    description:
      'Begins to pay an open fee. It has one payment at a time, is settled once, and stays open until that payment has succeeded.',
  })
  async payFee(
    @Arg('input', () => PayFeeInput, { description: 'The open fee to pay.' }) input: PayFeeInput,
    @Ctx() context: Context,
  ): Promise<CreatePaymentPayload> {
    const { sub } = requireCitizen(context.caller);
    return withPage(await payFee(workOf(context.store), sub, input), context);
  }

  @Directive('@requiresScopes(scopes: [["payments:write"], ["payments:administer"]])')
  @Mutation(() => CancelPaymentPayload, {
    nullable: true,
    description:
      'Calls a payment off that is not paid yet: a citizen their own, a clerk one to their authority. What the provider has taken by then stays paid.',
  })
  async cancelPayment(
    @Arg('input', () => CancelPaymentInput, { description: 'The payment to call off.' }) { id }: CancelPaymentInput,
    @Ctx() context: Context,
  ): Promise<CancelPaymentPayload> {
    const { clerk } = context.caller;
    const by = clerk ? { authority: clerk.authority } : { citizen: requireCitizen(context.caller).sub };
    return answer(await cancelPayment(workOf(context.store), id, by), context);
  }
}

function withPage(outcome: PaymentOutcome, context: Context): CreatePaymentPayload {
  const payload = answer(outcome, context);
  return { ...payload, payUrl: payload.payment?.payUrl ?? null };
}

function answer({ payment, problems }: PaymentOutcome, context: Context): CancelPaymentPayload {
  return { payment: payment && toPayment(payment, context), problems: toProblems(problems, context.language) };
}
