import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  ObjectType,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import { isCaller, requireCitizen } from '../../kit/caller/caller.ts';
import { listSize, PageArguments, toConnection, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { PaymentStatus } from '../domain/payment-status.ts';
import type { PaymentFilter, PaymentOrder, PaymentsStore } from '../storage/store.ts';
import { PaymentStatusEnum } from './payment-status.ts';
import { Payment, PaymentConnection, toPayment } from './payment.ts';

export const PaymentOrderEnum = { CREATED_AT_ASC: 'CREATED_AT_ASC', CREATED_AT_DESC: 'CREATED_AT_DESC' } as const;
registerEnumType(PaymentOrderEnum, {
  name: 'PaymentOrder',
  description: 'Order of a list of payments.',
  valuesConfig: {
    CREATED_AT_ASC: { description: 'Oldest first.' },
    CREATED_AT_DESC: { description: 'Newest first.' },
  },
});

@InputType('PaymentFilter', { description: 'Which payments are wanted; conditions combine.' })
export class PaymentFilterInput implements PaymentFilter {
  @Field(() => [PaymentStatusEnum], { nullable: true, description: 'Only with one of these statuses.' })
  statuses?: PaymentStatus[] | null;

  @Field(() => Date, { nullable: true, description: 'Only those that were asked for at this moment or later.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only those that were asked for before this moment.' })
  createdBefore?: Date | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A citizen, here with their payments.' })
export class Citizen {
  @Field(() => ID, { description: 'Handle of this login session; it means nothing beyond it.' })
  id!: string;
}

/** Only the caller resolves: everybody else is like somebody who does not exist. */
export function resolveCitizen({ id }: Reference, { caller }: RequestContext<PaymentsStore>): Citizen | null {
  return isCaller(caller, id) ? { id: String(id) } : null;
}

@Resolver(() => Citizen)
export class CitizenResolver {
  @Directive('@requiresScopes(scopes: [["payments:read"]])')
  @Directive(listSize)
  @FieldResolver(() => PaymentConnection, {
    nullable: true,
    description: "The citizen's payments to all authorities, made or not.",
  })
  async payments(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext<PaymentsStore>,
    @Arg('filter', () => PaymentFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
    filter?: PaymentFilterInput | null,
    @Arg('orderBy', () => PaymentOrderEnum, {
      defaultValue: 'CREATED_AT_DESC',
      description: 'Order of the list; newest first by default.',
    })
    orderBy: PaymentOrder = 'CREATED_AT_DESC',
  ): Promise<ConnectionValue<Payment>> {
    requireCitizen(context.caller);
    const found = await context.store.listPayments(page, filter ?? {}, orderBy);
    return toConnection(found, (row) => toPayment(row, context));
  }
}
