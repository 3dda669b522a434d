import { Arg, Args, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { requireClerk } from '../../../kit/caller/caller.ts';
import { listSize, PageArguments, toConnection, type ConnectionValue } from '../../../kit/schema/connection.ts';
import type { RequestContext } from '../../../kit/subgraph.ts';
import type { ProcedureKind } from '../../domain/procedure-kind.ts';
import type { ProcedureState } from '../../domain/procedures/state-machine.ts';
import type { QueueOrder } from '../../storage/clerk/clerk-store.ts';
import type { VehicleStore } from '../../storage/store.ts';
import { ProcedureKindEnum } from '../available-procedure.ts';
import { ProcedureStateEnum } from '../procedure-enums.ts';
import { toAuthorityProcedure } from './authority-procedure-fields.ts';
import { AuthorityProcedure, AuthorityProcedureConnection } from './authority-procedure.ts';
import { QueueOrderEnum } from './clerk-enums.ts';

type Context = RequestContext<VehicleStore>;

/** Only for clerks: the gateway asks for the scope, the resolvers for the role. */
export const forClerks = '@requiresScopes(scopes: [["procedures:decide"]])';

@InputType({ description: "Which of the authority's procedures." })
export class AuthorityProcedureFilter {
  @Field(() => [ProcedureStateEnum], { nullable: true, description: 'Only those that stand there.' })
  states?: ProcedureState[] | null;

  @Field(() => [ProcedureKindEnum], { nullable: true, description: 'Only of these kinds.' })
  kinds?: ProcedureKind[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only those whose delivery cannot go on by itself; false: only the others.',
  })
  isParked?: boolean | null;
}

@Resolver()
export class AuthorityQueueResolver {
  @Directive(forClerks)
  @Directive(listSize)
  @Query(() => AuthorityProcedureConnection, {
    nullable: true,
    description: "The procedures that were submitted to the clerk's own authority, the oldest first.",
  })
  async authorityProcedures(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, store }: Context,
    @Arg('filter', () => AuthorityProcedureFilter, { nullable: true, description: 'Which ones; all by default.' })
    filter?: AuthorityProcedureFilter | null,
    @Arg('orderBy', () => QueueOrderEnum, {
      defaultValue: 'SUBMITTED_AT_ASC',
      description: 'Order of the list; the oldest first by default.',
    })
    orderBy: QueueOrder = 'SUBMITTED_AT_ASC',
  ): Promise<ConnectionValue<AuthorityProcedure>> {
    requireClerk(caller);
    return toConnection(await store.clerk.list(page, filter ?? {}, orderBy), toAuthorityProcedure);
  }

  @Directive(forClerks)
  @Query(() => AuthorityProcedure, {
    nullable: true,
    description: "A procedure that was submitted to the clerk's own authority; null when there is none with this id.",
  })
  async authorityProcedure(
    @Arg('id', () => ID, { description: 'Identifier of the procedure.' }) id: string,
    @Ctx() { caller, store }: Context,
  ): Promise<AuthorityProcedure | null> {
    requireClerk(caller);
    const row = await store.clerk.procedures.load(id);
    return row && toAuthorityProcedure(row);
  }

  @Directive(forClerks)
  @Directive(listSize)
  @Query(() => AuthorityProcedureConnection, {
    nullable: true,
    description:
      'Automatic decisions for the clerk to look at while they are under review: a sample of all, and those that another clerk wants revoked.',
  })
  async proceduresToReview(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, store }: Context,
  ): Promise<ConnectionValue<AuthorityProcedure>> {
    requireClerk(caller);
    return toConnection(await store.clerk.listToReview(page), toAuthorityProcedure);
  }
}
