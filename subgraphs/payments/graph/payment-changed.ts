import { Ctx, Directive, Resolver, Root, Subscription } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import type { RequestContext, SubscriptionContext } from '../../kit/subgraph.ts';
import type { Change } from '../../kit/subscriptions/pending-changes.ts';
import type { PaymentsStore } from '../storage/store.ts';
import { Payment, resolvePayment } from './payment.ts';

@Resolver()
export class PaymentChangedResolver {
  @Directive('@requiresScopes(scopes: [["payments:read"]])')
  @Subscription(() => Payment, {
    nullable: true,
    description:
      'A payment of the caller, as it is now, whenever one is new or has another status. Every change is told at least once; several in quick succession may be told as one.',
    subscribe: ({ context }: { context: SubscriptionContext<PaymentsStore> }) =>
      context.changes.of(requireCitizen(context.caller).sub),
  })
  paymentChanged(@Root() { id }: Change, @Ctx() context: RequestContext<PaymentsStore>): Promise<Payment | null> {
    return resolvePayment({ __typename: 'Payment', id }, context);
  }
}
