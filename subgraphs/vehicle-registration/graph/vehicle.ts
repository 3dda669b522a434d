import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { VehicleSituation } from '../domain/available-procedures.ts';
import type { VehicleStatus } from '../domain/vehicle-status.ts';
import type { VehicleRow, VehicleStore } from '../storage/store.ts';
import { Authority } from './directory.ts';
import { PlatePartsType, toPlateParts } from './plate.ts';

export const VehicleStatusEnum = { REGISTERED: 'REGISTERED', OFF_THE_ROAD: 'OFF_THE_ROAD' } as const;
registerEnumType(VehicleStatusEnum, {
  name: 'VehicleStatus',
  description: 'Whether a vehicle may be on the road.',
  valuesConfig: {
    REGISTERED: { description: 'Registered (zugelassen).' },
    OFF_THE_ROAD: { description: 'De-registered (außer Betrieb gesetzt).' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A vehicle whose keeper (Halter) is the citizen.' })
export class Vehicle {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, {
    description: 'Number plate as people write it: `L AB 1234`, `L AB 123E`; off the road, the last one.',
  })
  plate!: string;

  @Field(() => PlatePartsType, { description: 'The number plate in its parts, with its season.' })
  plateParts!: PlatePartsType;

  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Field(() => String, { description: 'Vehicle identification number (FIN), 17 characters.' })
  vin!: string;

  @Field(() => String, { description: 'Make: `Volkswagen`.' })
  make!: string;

  @Field(() => String, { description: 'Model: `Golf`.' })
  model!: string;

  @Field(() => String, { description: 'Manufacturer code (HSN), 4 digits.' })
  hsn!: string;

  @Field(() => String, { description: 'Type code (TSN), 3 letters or digits.' })
  tsn!: string;

  @Field(() => GraphQLDate, { description: 'Day of the first registration.' })
  firstRegisteredOn!: string;

  @Field(() => GraphQLDate, { description: 'Last day on which the main inspection (Hauptuntersuchung) is valid.' })
  inspectionDueOn!: string;

  @Field(() => GraphQLDate, { description: 'Since when the citizen is its keeper.' })
  keeperSince!: string;

  @Field(() => VehicleStatusEnum, { description: 'Whether it may be on the road.' })
  status!: VehicleStatus;

  @Field(() => GraphQLDate, { nullable: true, description: 'Day on which it was taken off the road, if it was.' })
  deregisteredOn?: string | null;

  @Field(() => Authority, {
    nullable: true,
    description: 'The registration authority (Zulassungsbehörde) that has it.',
  })
  authority?: Authority | null;

  situation!: VehicleSituation;
}

export function toVehicle(row: VehicleRow): Vehicle {
  const { id, plate, vin, make, model, hsn, tsn, status } = row;
  const { inspection_due_on: inspectionDueOn, deregistered_on: deregisteredOn } = row;
  return {
    id,
    plate,
    plateParts: platePartsOf(row),
    vin,
    make,
    model,
    hsn,
    tsn,
    firstRegisteredOn: row.first_registered_on,
    inspectionDueOn,
    keeperSince: row.keeper_since,
    status,
    deregisteredOn,
    authority: { ags: row.authority },
    situation: { deregisteredOn, inspectionDueOn },
  };
}

function platePartsOf(row: VehicleRow): PlatePartsType {
  const { season_from: from, season_to: to } = row;
  return toPlateParts({
    district: row.plate_district,
    letters: row.plate_letters,
    number: row.plate_number,
    suffix: row.plate_suffix,
    season: from === null || to === null ? null : { from, to },
  });
}

/** A vehicle whose keeper is the caller; anybody else's is like one that does not exist. */
export async function resolveVehicle(
  { id }: Reference,
  { store }: RequestContext<VehicleStore>,
): Promise<Vehicle | null> {
  const row = await store.vehicles.load(String(id));
  return row && toVehicle(row);
}

@Resolver(() => Vehicle)
export class VehicleResolver {
  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Query(() => Vehicle, {
    nullable: true,
    description: 'A vehicle whose keeper is the caller; null when there is none of theirs with this id.',
  })
  vehicle(
    @Arg('id', () => ID, { description: 'Identifier of the vehicle.' }) id: string,
    @Ctx() context: RequestContext<VehicleStore>,
  ): Promise<Vehicle | null> {
    return resolveVehicle({ __typename: 'Vehicle', id }, context);
  }
}

export const VehicleConnection = connectionOf(() => Vehicle, 'Vehicle');
