import { Arg, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Caller } from '../../kit/caller/caller.ts';
import { connectionOf } from '../../kit/schema/connection.ts';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { FailureReason, PaymentStatus } from '../domain/payment-status.ts';
import type { PaymentRow } from '../storage/payment-rows.ts';
import type { PaymentsStore } from '../storage/store.ts';
import { callerText } from './caller-text.ts';
import { Authority } from './directory.ts';
import { actionsOf, AvailablePaymentAction, payUrlOf } from './payment-action.ts';
import { FailureReasonEnum, PaymentStatusEnum } from './payment-status.ts';

@ObjectType({ description: 'What a payment is made of: one line of a fee schedule.' })
export class PaymentLine {
  @Field(() => String, {
    nullable: true,
    description: 'Number in the fee schedule (GebOSt): `224.2`; absent for a surcharge that has none of its own.',
  })
  number?: string | null;

  @Field(() => String, { description: "What it is for, in the caller's language where it is known." })
  text!: string;

  @Field(() => Money, { description: 'How much it is.' })
  amount!: MoneyAmount;
}

@ObjectType({ description: 'A state that a payment was in.' })
export class PaymentHistoryEntry {
  @Field(() => PaymentStatusEnum, { description: 'The state.' })
  status!: PaymentStatus;

  @Field(() => Date, { description: 'Since when.' })
  at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A payment of a citizen to an authority.' })
export class Payment {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, { description: "What it is for, in the caller's language where it is known." })
  purpose!: string;

  @Field(() => Money, { description: 'How much it is: the sum of its lines.' })
  amount!: MoneyAmount;

  @Field(() => PaymentStatusEnum, { description: 'Where it stands.' })
  status!: PaymentStatus;

  @Field(() => FailureReasonEnum, { nullable: true, description: 'Why it failed, where it did.' })
  failureReason?: FailureReason | null;

  @Field(() => Date, { description: 'When the authority asked for it.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was paid, if it was.' })
  paidAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it expires, unless it is paid by then.' })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The provider's reference (Kassenzeichen); it may come only when it is paid.",
  })
  reference?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Page of the payment provider on which to pay, for the payment's own citizen, while it can be paid. Whoever has the address can pay.",
  })
  payUrl?: string | null;

  @Field(() => Authority, { nullable: true, description: 'Who is paid.' })
  authority?: Authority | null;

  /** As it is stored. */
  row!: PaymentRow;
}

/** A payment as the caller may see it: to a clerk it is no payment of their own. */
export function toPayment(row: PaymentRow, { caller, language }: RequestContext<unknown>): Payment {
  return {
    row,
    id: row.id,
    purpose: callerText({ de: row.purpose_de, en: row.purpose_en }, language),
    amount: euros(row.amount_cents),
    status: row.status,
    failureReason: row.failure_reason,
    createdAt: row.created_at,
    paidAt: row.paid_at,
    expiresAt: row.expires_at,
    reference: row.reference,
    payUrl: isOwn(row, caller) ? payUrlOf(row) : null,
    authority: { ags: row.authority },
  };
}

const isOwn = ({ citizen }: PaymentRow, caller: Caller) => caller.citizen?.sub === citizen;

/** A payment of the caller, or for a clerk one to their authority; anybody else's is like one that does not exist. */
export async function resolvePayment(
  { id }: Reference,
  context: RequestContext<PaymentsStore>,
): Promise<Payment | null> {
  const row = await context.store.payments.load(String(id));
  return row && toPayment(row, context);
}

@Resolver(() => Payment)
export class PaymentResolver {
  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [AvailablePaymentAction], {
    description: "What the payment's own citizen can do with it, and what stands in the way.",
  })
  availableActions(
    @Root() { row }: Payment,
    @Ctx() { caller, language }: RequestContext<PaymentsStore>,
  ): AvailablePaymentAction[] {
    return isOwn(row, caller) ? actionsOf(row, language) : [];
  }

  @Directive('@listSize(assumedSize: 4)')
  @FieldResolver(() => [PaymentLine], { description: 'What it is made of.' })
  async lines(
    @Root() { id }: Payment,
    @Ctx() { language, store }: RequestContext<PaymentsStore>,
  ): Promise<PaymentLine[]> {
    return (await store.lines.load(id)).map(({ number, text_de: de, text_en: en, amount_cents: cents }) => ({
      number,
      text: callerText({ de, en }, language),
      amount: euros(cents),
    }));
  }

  @Directive('@listSize(assumedSize: 5)')
  @FieldResolver(() => [PaymentHistoryEntry], { description: 'The states that it was in, first to last.' })
  history(@Root() { id }: Payment, @Ctx() { store }: RequestContext<PaymentsStore>): Promise<PaymentHistoryEntry[]> {
    return store.history.load(id);
  }

  @Directive('@requiresScopes(scopes: [["payments:read"], ["payments:administer"]])')
  @Query(() => Payment, {
    nullable: true,
    description:
      'A payment of the caller, or for a clerk one to their authority; null when there is none with this id.',
  })
  payment(
    @Arg('id', () => ID, { description: 'Identifier of the payment.' }) id: string,
    @Ctx() context: RequestContext<PaymentsStore>,
  ): Promise<Payment | null> {
    return resolvePayment({ __typename: 'Payment', id }, context);
  }
}

export const PaymentConnection = connectionOf(() => Payment, 'Payment');
