import { Args, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver } from 'type-graphql';
import { isCaller, requireCitizen } from '../../kit/caller/caller.ts';
import { listSize, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { PaymentsStore } from '../storage/store.ts';
import { listPayments, PaymentListArguments } from './payment-list.ts';
import { PaymentConnection, type Payment } from './payment.ts';

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
    @Args(() => PaymentListArguments) wanted: PaymentListArguments,
    @Ctx() context: RequestContext<PaymentsStore>,
  ): Promise<ConnectionValue<Payment>> {
    requireCitizen(context.caller);
    return listPayments(wanted, context);
  }
}
