import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import {
  connectionOf,
  listSize,
  PageArguments,
  toConnection,
  type ConnectionValue,
} from '../../kit/schema/connection.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { ProcedureState } from '../domain/procedures/state-machine.ts';
import type { VehicleNoticeRow } from '../storage/procedure-store.ts';
import type { VehicleStore } from '../storage/store.ts';
import { Citizen } from './citizen.ts';
import { PlateReservation, toReservation } from './plate-reservation.ts';
import { ProcedureStateEnum } from './procedure-enums.ts';
import { Procedure, ProcedureConnection, toProcedure } from './procedure.ts';

type Context = RequestContext<VehicleStore>;

export const VehicleNoticeKindEnum = {
  KEEPER_CHANGED: 'KEEPER_CHANGED',
  DE_REGISTERED: 'DE_REGISTERED',
  CHANGE_REVOKED: 'CHANGE_REVOKED',
} as const;
registerEnumType(VehicleNoticeKindEnum, {
  name: 'VehicleNoticeKind',
  description: 'What happened to a vehicle without its keeper.',
  valuesConfig: {
    KEEPER_CHANGED: { description: 'Somebody else is its keeper now.' },
    DE_REGISTERED: { description: 'Somebody who held its codes took it off the road.' },
    CHANGE_REVOKED: { description: 'The authority took such a change back: it is registered as before.' },
  },
});

@ObjectType({ description: 'What a keeper, or a former one, is told about a vehicle.' })
export class VehicleNotice {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => VehicleNoticeKindEnum, { description: 'What happened.' })
  kind!: VehicleNoticeRow['kind'];

  @Field(() => String, { description: 'The plate that the vehicle had.' })
  plate!: string;

  @Field(() => GraphQLDate, { description: 'On which day it took effect.' })
  happenedOn!: string;
}

export const VehicleNoticeConnection = connectionOf(() => VehicleNotice, 'VehicleNotice');

const toNotice = ({ id, kind, plate, happened_on: happenedOn }: VehicleNoticeRow): VehicleNotice => ({
  id,
  kind,
  plate,
  happenedOn,
});

@Resolver(() => Citizen)
export class CitizenProceduresResolver {
  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Directive(listSize)
  @FieldResolver(() => ProcedureConnection, {
    nullable: true,
    description: 'The procedures of vehicle registration that the citizen began, latest first.',
  })
  async procedures(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, store }: Context,
    @Arg('states', () => [ProcedureStateEnum], { nullable: true, description: 'Only in these states; all by default.' })
    states?: ProcedureState[] | null,
  ): Promise<ConnectionValue<Procedure>> {
    requireCitizen(caller);
    return toConnection(await store.listProcedures(page, states ?? null), toProcedure);
  }

  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Directive('@listSize(assumedSize: 3)')
  @FieldResolver(() => [PlateReservation], {
    nullable: true,
    description: 'The plates that are held for the citizen, first reserved first.',
  })
  async plateReservations(@Ctx() { caller, store }: Context): Promise<PlateReservation[]> {
    requireCitizen(caller);
    return (await store.reservations()).map(toReservation);
  }

  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Directive(listSize)
  @FieldResolver(() => VehicleNoticeConnection, {
    nullable: true,
    description: 'What happened to vehicles that the citizen keeps or kept, without them; latest first.',
  })
  async vehicleNotices(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, store }: Context,
  ): Promise<ConnectionValue<VehicleNotice>> {
    requireCitizen(caller);
    return toConnection(await store.listNotices(page), toNotice);
  }
}
