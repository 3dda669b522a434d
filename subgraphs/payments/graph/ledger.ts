import { Ctx, Directive, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { requireClerk } from '../../kit/caller/caller.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { workOf, type PaymentsDesk } from '../processing/desk.ts';
import { ledgerBalances } from '../storage/ledger-balances.ts';
import { GraphQLCents } from './cents.ts';

@ObjectType({ description: "An account in an authority's books (doppelte Buchführung)." })
export class LedgerAccount {
  @Field(() => String, {
    description:
      '`receivable` (asked for), `clearing` (with the provider), `bank`, `refunds`, `refunds-payable`, `suspense` (unexplained), `written-off`, or `fees/` and a number of the fee schedule.',
  })
  account!: string;

  @Field(() => GraphQLCents, { description: 'Debits less credits, in cents. All accounts together are zero.' })
  balanceCents!: number;
}

@Resolver()
export class LedgerResolver {
  @Directive('@requiresScopes(scopes: [["payments:administer"]])')
  @Directive('@listSize(assumedSize: 20)')
  @Query(() => [LedgerAccount], { nullable: true, description: "The books of the clerk's own authority." })
  async ledgerAccounts(@Ctx() { caller, store }: RequestContext<PaymentsDesk>): Promise<LedgerAccount[]> {
    const { authority } = requireClerk(caller);
    const balances = await ledgerBalances(workOf(store).db, authority);
    return balances.map(({ account, cents }) => ({ account, balanceCents: cents }));
  }
}
