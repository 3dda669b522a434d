import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requireClerk } from '../../kit/caller/caller.ts';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { workOf, type PaymentsDesk } from '../processing/desk.ts';
import { refundPayment } from '../processing/refund-payment.ts';
import { Payment, resolvePayment } from './payment.ts';
import { toProblems } from './problems.ts';
import { Refund, toRefund } from './refund.ts';

@InputType({ description: 'What to give back.' })
export class RefundPaymentInput {
  @Field(() => ID, { description: "A payment to the clerk's own authority that succeeded." })
  paymentId!: string;

  @Field(() => Int, { description: 'How much, in cents; all refunds together at most what was paid.' })
  amountCents!: number;

  @Field(() => String, { description: 'Why, 1 to 500 characters; the citizen reads it.' })
  reason!: string;

  @Field(() => String, {
    description:
      '1 to 128 characters that name this wish: the same key with the same input gives the same refund again.',
  })
  idempotencyKey!: string;
}

@ObjectType({ description: 'What became of giving something back.' })
export class RefundPaymentPayload {
  @Field(() => Refund, { nullable: true, description: 'The refund.' })
  refund?: Refund | null;

  @Field(() => Payment, { nullable: true, description: 'The payment as it is now.' })
  payment?: Payment | null;

  @Field(() => [Problem], {
    description:
      'Why there is none: NOT_FOUND, NOT_PAID, REFUND_TOO_HIGH, REASON_MISSING, IDEMPOTENCY_CONFLICT or IDEMPOTENCY_KEY_MALFORMED; PROVIDER_UNAVAILABLE with a refund that is made as soon as the provider answers; empty when it was taken.',
  })
  problems!: Problem[];
}

@Resolver()
export class RefundingResolver {
  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Mutation(() => RefundPaymentPayload, {
    nullable: true,
    description: "Gives back a payment to the clerk's own authority, or a part of it.",
  })
  async refundPayment(
    @Arg('input', () => RefundPaymentInput, { description: 'What to give back.' }) input: RefundPaymentInput,
    @Ctx() context: RequestContext<PaymentsDesk>,
  ): Promise<RefundPaymentPayload> {
    const { sub: clerk, authority } = requireClerk(context.caller);
    const { paymentId, amountCents: cents, reason, idempotencyKey: key } = input;
    const wanted = { paymentId, cents, reason, clerk, key };
    const { refund, problems } = await refundPayment(workOf(context.store), authority, wanted);
    const payment = await resolvePayment({ __typename: 'Payment', id: paymentId }, context);
    return { refund: refund && toRefund(refund), payment, problems: toProblems(problems, context.language) };
  }
}
