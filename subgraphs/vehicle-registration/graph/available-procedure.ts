import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import { serviceId } from '../../kit/data/stable-id.ts';
import type { Language, RequestContext } from '../../kit/subgraph.ts';
import { availableProcedures, type AvailableProcedure as Availability } from '../domain/available-procedures.ts';
import { procedureBlockCodes, type ProcedureBlockCode } from '../domain/procedure-block.ts';
import { leikaKeys, procedureKinds, type VehicleProcedureKind } from '../domain/procedure-kind.ts';
import type { VehicleStore } from '../storage/store.ts';
import { Service } from './directory.ts';
import { Vehicle } from './vehicle.ts';

export const ProcedureKindEnum = Object.fromEntries(procedureKinds.map((kind) => [kind, kind]));
registerEnumType(ProcedureKindEnum, {
  name: 'VehicleProcedureKind',
  description: 'What can be applied for about a vehicle.',
  valuesConfig: {
    FIRST_REGISTRATION: {
      description: 'A vehicle that was never registered (Neuzulassung); it is no procedure of a vehicle that is known.',
    },
    RE_REGISTRATION: { description: 'Back on the road (Wiederzulassung).' },
    KEEPER_CHANGE_NEW_PLATE: {
      description: 'Another keeper, another plate (Umschreibung); the new keeper applies with the codes.',
    },
    KEEPER_CHANGE_PLATE_KEPT: {
      description: 'Another keeper, the same plate (Halterwechsel); the new keeper applies with the codes.',
    },
    ADDRESS_CHANGE_PLATE_KEPT: { description: 'The keeper moved, the plate stays.' },
    ADDRESS_CHANGE_NEW_PLATE: { description: 'The keeper moved and wants a plate of the new place.' },
    DE_REGISTRATION: { description: 'Off the road (Außerbetriebsetzung).' },
  },
});

export const ProcedureBlockCodeEnum = Object.fromEntries(procedureBlockCodes.map((code) => [code, code]));
registerEnumType(ProcedureBlockCodeEnum, {
  name: 'ProcedureBlockCode',
  description: 'What stands in the way of a procedure.',
  valuesConfig: {
    NOT_OFFERED: { description: 'It is not offered online.' },
    VEHICLE_OFF_THE_ROAD: { description: 'It is for registered vehicles.' },
    VEHICLE_REGISTERED: { description: 'It is for vehicles that are off the road.' },
    OFF_THE_ROAD_TOO_LONG: { description: 'The vehicle has been off the road for longer than the law allows.' },
    INSPECTION_OVERDUE: { description: 'The main inspection (Hauptuntersuchung) is overdue.' },
    PROCEDURE_RUNNING: { description: 'A procedure about the vehicle is under way.' },
    ASSURANCE_TOO_LOW: { description: 'The login has too low a level of assurance.' },
  },
});

@ObjectType({ description: 'Something that stands in the way of a procedure, and what to do about it.' })
export class ProcedureBlock {
  @Field(() => ProcedureBlockCodeEnum, { description: 'What it is, for programs.' })
  code!: ProcedureBlockCode;

  @Field(() => String, { description: "What it is, for people, in the caller's language." })
  message!: string;

  @Field(() => String, { description: "What to do about it, in the caller's language." })
  remedy!: string;
}

@ObjectType({ description: 'A procedure that concerns a vehicle, and whether it can be started.' })
export class AvailableProcedure {
  @Field(() => ProcedureKindEnum, { description: 'Which one.' })
  kind!: VehicleProcedureKind;

  @Field(() => Service, { nullable: true, description: 'The service it belongs to, as the directory describes it.' })
  service?: Service | null;

  @Field(() => Boolean, { description: 'Whether it can be started now.' })
  isAvailable!: boolean;

  @Field(() => [ProcedureBlock], { description: 'All that stands in the way; empty when it can be started.' })
  blockedBy!: ProcedureBlock[];
}

function toAvailableProcedure({ kind, blockedBy }: Availability, language: Language): AvailableProcedure {
  return {
    kind,
    service: { id: serviceId(leikaKeys[kind]) },
    isAvailable: blockedBy.length === 0,
    blockedBy: blockedBy.map(({ code, message, remedy }) => ({
      code,
      message: message[language],
      remedy: remedy[language],
    })),
  };
}

@Resolver(() => Vehicle)
export class AvailableProcedureResolver {
  @Directive('@listSize(assumedSize: 6)')
  @FieldResolver(() => [AvailableProcedure], {
    description: 'Every procedure that concerns the vehicle: whether it is open, and if not, what stands in the way.',
  })
  async availableProcedures(
    @Root() { id, situation }: Vehicle,
    @Ctx() { caller, language, store }: RequestContext<VehicleStore>,
  ): Promise<AvailableProcedure[]> {
    const { level } = requireCitizen(caller);
    const vehicle = { ...situation, isOccupied: (await store.occupied.load(id)) !== null };
    return availableProcedures({ vehicle, level, today: store.today }).map((procedure) =>
      toAvailableProcedure(procedure, language),
    );
  }
}
