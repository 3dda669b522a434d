import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import { refundStatuses, type RefundStatus } from '../domain/refund-status.ts';
import type { RefundRow } from '../storage/refunds.ts';

export const RefundStatusEnum = Object.fromEntries(refundStatuses.map((status) => [status, status]));
registerEnumType(RefundStatusEnum, {
  name: 'RefundStatus',
  description: 'Where a refund stands.',
  valuesConfig: {
    SUBMITTED: { description: 'The provider is working on it.' },
    SUCCESS: { description: 'The money was given back.' },
    ERROR: { description: 'The provider could not give it back; the authority finds another way.' },
  },
});

@Directive('@cost(weight: 1)')
@ObjectType({ description: 'Money of a payment that is given back (Erstattung).' })
export class Refund {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => Money, { description: 'How much it is.' })
  amount!: MoneyAmount;

  @Field(() => RefundStatusEnum, { description: 'Where it stands.' })
  status!: RefundStatus;

  @Field(() => String, { description: "Why, in the authority's own words." })
  reason!: string;

  @Field(() => Date, { description: 'When the authority asked for it.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the provider had done it, or had failed.' })
  finishedAt?: Date | null;
}

export function toRefund(row: RefundRow): Refund {
  return {
    id: row.id,
    amount: euros(row.amount_cents),
    status: row.status,
    reason: row.reason,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
