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
import type { VehicleStatus } from '../domain/vehicle-status.ts';
import type { VehicleOrder, VehicleStore } from '../storage/store.ts';
import { readPlateFilter } from './plate-filter.ts';
import { toVehicle, Vehicle, VehicleConnection, VehicleStatusEnum } from './vehicle.ts';

export const VehicleOrderEnum = {
  KEEPER_SINCE_ASC: 'KEEPER_SINCE_ASC',
  KEEPER_SINCE_DESC: 'KEEPER_SINCE_DESC',
  PLATE_ASC: 'PLATE_ASC',
  INSPECTION_DUE_ON_ASC: 'INSPECTION_DUE_ON_ASC',
} as const;
registerEnumType(VehicleOrderEnum, {
  name: 'VehicleOrder',
  description: 'Order of a list of vehicles.',
  valuesConfig: {
    KEEPER_SINCE_ASC: { description: 'Kept for longest first.' },
    KEEPER_SINCE_DESC: { description: 'Kept since latest first.' },
    PLATE_ASC: { description: 'By plate.' },
    INSPECTION_DUE_ON_ASC: { description: 'Next inspection first.' },
  },
});

@InputType('VehicleFilter', { description: 'Which vehicles are wanted; conditions combine.' })
export class VehicleFilterInput {
  @Field(() => VehicleStatusEnum, { nullable: true, description: 'Only with this status.' })
  status?: VehicleStatus | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only with this plate, as people write it: `L AB 1234`, `l-ab 1234`, `LAB1234`.',
  })
  plate?: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A citizen, here with the vehicles whose keeper they are.' })
export class Citizen {
  @Field(() => ID, { description: 'Handle of this login session; it means nothing beyond it.' })
  id!: string;
}

/** Only the caller resolves: everybody else is like somebody who does not exist. */
export function resolveCitizen({ id }: Reference, { caller }: RequestContext<VehicleStore>): Citizen | null {
  return isCaller(caller, id) ? { id: String(id) } : null;
}

@Resolver(() => Citizen)
export class CitizenResolver {
  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Directive(listSize)
  @FieldResolver(() => VehicleConnection, {
    nullable: true,
    description: 'The vehicles whose keeper (Halter) the citizen is, on the road and off it.',
  })
  async vehicles(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { caller, language, store }: RequestContext<VehicleStore>,
    @Arg('filter', () => VehicleFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
    filter?: VehicleFilterInput | null,
    @Arg('orderBy', () => VehicleOrderEnum, {
      defaultValue: 'KEEPER_SINCE_DESC',
      description: 'Order of the list; kept since latest first by default.',
    })
    orderBy: VehicleOrder = 'KEEPER_SINCE_DESC',
  ): Promise<ConnectionValue<Vehicle>> {
    const { sub } = requireCitizen(caller);
    const plates = filter?.plate ? readPlateFilter(filter.plate, await store.districtCodes(), language) : null;
    return toConnection(await store.listVehicles(sub, page, { status: filter?.status, plates }, orderBy), toVehicle);
  }
}
