import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { requireClerk } from '../../kit/caller/caller.ts';
import { listSize, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { PaymentsStore } from '../storage/store.ts';
import { listPayments, PaymentListArguments } from './payment-list.ts';
import { PaymentConnection, type Payment } from './payment.ts';

@Resolver()
export class AuthorityPaymentsResolver {
  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Directive(listSize)
  @Query(() => PaymentConnection, {
    nullable: true,
    description: "Payments to the clerk's own authority. They name no citizen.",
  })
  async authorityPayments(
    @Args(() => PaymentListArguments) wanted: PaymentListArguments,
    @Ctx() context: RequestContext<PaymentsStore>,
  ): Promise<ConnectionValue<Payment>> {
    requireClerk(context.caller);
    return listPayments(wanted, context);
  }
}
