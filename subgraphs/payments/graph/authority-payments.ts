import { Arg, Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { requireClerk } from '../../kit/caller/caller.ts';
import { listSize, PageArguments, toConnection, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { PaymentOrder, PaymentsStore } from '../storage/store.ts';
import { PaymentFilterInput, PaymentOrderEnum } from './citizen.ts';
import { Payment, PaymentConnection, toPayment } from './payment.ts';

@Resolver()
export class AuthorityPaymentsResolver {
  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Directive(listSize)
  @Query(() => PaymentConnection, {
    nullable: true,
    description: "Payments to the clerk's own authority. They name no citizen.",
  })
  async authorityPayments(
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
    requireClerk(context.caller);
    const found = await context.store.listPayments(page, filter ?? {}, orderBy);
    return toConnection(found, (row) => toPayment(row, context));
  }
}
