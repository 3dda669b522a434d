import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { PageArguments, toConnection, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { PaymentStatus } from '../domain/payment-status.ts';
import type { PaymentFilter, PaymentOrder, PaymentsStore } from '../storage/store.ts';
import { PaymentStatusEnum } from './payment-status.ts';
import { toPayment, type Payment } from './payment.ts';

const PaymentOrderEnum = { CREATED_AT_ASC: 'CREATED_AT_ASC', CREATED_AT_DESC: 'CREATED_AT_DESC' } as const;
registerEnumType(PaymentOrderEnum, {
  name: 'PaymentOrder',
  description: 'Order of a list of payments.',
  valuesConfig: {
    CREATED_AT_ASC: { description: 'Oldest first.' },
    CREATED_AT_DESC: { description: 'Newest first.' },
  },
});

@InputType('PaymentFilter', { description: 'Which payments are wanted; conditions combine.' })
class PaymentFilterInput implements PaymentFilter {
  @Field(() => [PaymentStatusEnum], { nullable: true, description: 'Only with one of these statuses.' })
  statuses?: PaymentStatus[] | null;

  @Field(() => Date, { nullable: true, description: 'Only those that were asked for at this moment or later.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only those that were asked for before this moment.' })
  createdBefore?: Date | null;
}

/** The arguments of every list of payments. */
@ArgsType()
export class PaymentListArguments extends PageArguments {
  @Field(() => PaymentFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
  filter?: PaymentFilterInput | null;

  @Field(() => PaymentOrderEnum, {
    defaultValue: 'CREATED_AT_DESC',
    description: 'Order of the list; newest first by default.',
  })
  orderBy!: PaymentOrder;
}

/** The payments that whoever asks may see, as the store knows. */
export async function listPayments(
  { filter, orderBy, ...page }: PaymentListArguments,
  context: RequestContext<PaymentsStore>,
): Promise<ConnectionValue<Payment>> {
  const found = await context.store.listPayments(page, filter ?? {}, orderBy);
  return toConnection(found, (row) => toPayment(row, context));
}
