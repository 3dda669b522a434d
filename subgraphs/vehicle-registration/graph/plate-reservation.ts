import {
  Arg,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import { badUserInput } from '../../kit/errors.ts';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { formatPlate, type Plate } from '../domain/plate.ts';
import { readPattern } from '../domain/plate-pattern.ts';
import { competentArea } from '../domain/procedures/competence.ts';
import { procedureProblem, type ProcedureProblem } from '../domain/procedures/procedure-problem.ts';
import { readInput } from '../domain/procedures/read-input.ts';
import { parsePlate } from '../domain/parse-plate.ts';
import { findFreePlates, isPlateFree } from '../storage/plates/find-free-plates.ts';
import { plateProblemFor, releasePlate, reservePlate } from '../storage/plates/reserve-plate.ts';
import type { PlateReservationRow } from '../storage/procedures/procedure-rows.ts';
import type { VehicleStore } from '../storage/store.ts';
import { Authority } from './directory.ts';
import { toProblems } from './problems.ts';

type Context = RequestContext<VehicleStore>;

export const ReservationReasonEnum = { WISH: 'WISH', KEPT: 'KEPT', ASSIGNED: 'ASSIGNED' } as const;
registerEnumType(ReservationReasonEnum, {
  name: 'PlateReservationReason',
  description: 'Why a plate is held for somebody.',
  valuesConfig: {
    WISH: { description: 'They chose it (Wunschkennzeichen).' },
    KEPT: { description: 'It was on a vehicle that they took off the road.' },
    ASSIGNED: { description: 'The authority gave it out.' },
  },
});

@ObjectType({ description: 'A plate that is held for the citizen (Reservierung).' })
export class PlateReservation {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, { description: 'The plate: `L AB 1234`.' })
  plate!: string;

  @Field(() => ReservationReasonEnum, { description: 'Why it is held.' })
  reason!: PlateReservationRow['reason'];

  @Field(() => Boolean, { description: 'Whether a procedure under way uses it.' })
  isInUse!: boolean;

  @Field(() => Date, { description: 'Since when.' })
  reservedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when; null while a procedure uses it.' })
  expiresAt?: Date | null;

  @Field(() => Authority, { nullable: true, description: 'The authority that gives it out.' })
  authority?: Authority | null;
}

export function toReservation(row: PlateReservationRow): PlateReservation {
  const isInUse = row.procedure_id !== null;
  return {
    id: row.id,
    plate: row.plate,
    reason: row.reason,
    isInUse,
    reservedAt: row.reserved_at,
    expiresAt: isInUse ? null : row.expires_at,
    authority: { ags: row.authority },
  };
}

@InputType({ description: 'A plate that somebody wants.' })
export class ReservePlateInput {
  @Field(() => String, { description: 'The plate, as people write it: `L AB 1234`, `L AB 123E`.' })
  plate!: string;

  @Field(() => String, { description: "Municipality of the keeper's main residence: AGS, 8 digits." })
  residence!: string;

  @Field(() => String, { description: 'Made by the client, 1 to 128 characters: repeating a request changes nothing.' })
  idempotencyKey!: string;
}

@InputType({ description: 'Which reservation.' })
export class ReleasePlateInput {
  @Field(() => ID, { description: 'Identifier of the reservation.' })
  reservationId!: string;
}

@ObjectType({ description: 'What became of a wish for a plate.' })
export class ReservePlatePayload {
  @Field(() => PlateReservation, { nullable: true, description: 'The reservation; null where there is none.' })
  reservation?: PlateReservation | null;

  @Field(() => [Problem], { description: 'Why it was not reserved; empty when it was.' })
  problems!: Problem[];
}

@ObjectType({ description: 'What became of giving up a reservation.' })
export class ReleasePlatePayload {
  @Field(() => Boolean, { description: 'Whether it was given up.' })
  isReleased!: boolean;

  @Field(() => [Problem], { description: 'Why not; empty when it was.' })
  problems!: Problem[];
}

@ObjectType({ description: 'Whether a plate can be had.' })
export class PlateAvailability {
  @Field(() => String, { nullable: true, description: 'The plate as it was understood; null where it is none.' })
  plate?: string | null;

  @Field(() => Boolean, { description: 'Whether it can be reserved at this moment.' })
  isAvailable!: boolean;

  @Field(() => [Problem], { description: 'Why not; empty when it can.' })
  problems!: Problem[];
}

type Wish = { plate: Plate; authority: string } | { problems: ProcedureProblem[] };

/** The plate and the competent authority that somebody means. */
async function readWish(text: string, residence: string, store: VehicleStore): Promise<Wish> {
  const districts = await store.districtCodes();
  const parsed = parsePlate(text, districts);
  const read = readInput('plate', text, { districts });
  const place = readInput('residence', residence, { districts });
  const problems = [...('problems' in read ? read.problems : []), ...('problems' in place ? place.problems : [])];
  if (parsed.outcome !== 'PLATE' || 'problems' in place) return { problems };
  const authority = competentArea(place.value);
  return authority
    ? { plate: parsed.plate, authority }
    : { problems: [procedureProblem('RESIDENCE_NOT_SERVED', 'residence')] };
}

@Resolver()
export class PlateReservationResolver {
  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Query(() => PlateAvailability, { nullable: true, description: 'Whether a plate can be had at this moment.' })
  async plateAvailable(
    @Arg('plate', () => String, { description: 'As people write it: `L AB 1234`.' }) text: string,
    @Arg('residence', () => String, { description: 'Municipality of the main residence: AGS, 8 digits.' })
    residence: string,
    @Ctx() { store, language }: Context,
  ): Promise<PlateAvailability> {
    const wish = await readWish(text, residence, store);
    if ('problems' in wish) return { plate: null, isAvailable: false, problems: toProblems(wish.problems, language) };
    const foreign = plateProblemFor(wish.authority, wish.plate);
    const isFree = await isPlateFree(store.db, wish.plate, store.now);
    const problems = foreign ? [foreign] : isFree ? [] : [procedureProblem('PLATE_TAKEN')];
    return {
      plate: formatPlate(wish.plate),
      isAvailable: problems.length === 0,
      problems: toProblems(problems, language),
    };
  }

  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false, assumedSize: 10)')
  @Query(() => [String], {
    nullable: true,
    description: 'Plates that can be had and fit a pattern: `L AB ?1??`, with `?` for any letter or digit.',
  })
  async freePlates(
    @Arg('pattern', () => String, { description: 'District code, letters and number, separated: `L A? ??`.' })
    text: string,
    @Arg('residence', () => String, { description: 'Municipality of the main residence: AGS, 8 digits.' })
    residence: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many at most, 1 to 100.' }) first: number,
    @Ctx() { store }: Context,
  ): Promise<string[]> {
    const pattern = readPattern(text);
    if (!pattern)
      throw badUserInput('`pattern` expects a district code, letters and a number, separated, e.g. `L AB ?1??`.');
    if (first < 1 || first > 100) throw badUserInput('`first` expects a number from 1 to 100.');
    const authority = competentArea(residence);
    if (!authority)
      throw badUserInput('`residence` expects the AGS of a municipality whose authority is reached here.');
    const found = await findFreePlates(store.db, { authority, pattern, first, now: store.now });
    return found.map(formatPlate);
  }

  @Directive('@requiresScopes(scopes: [["vehicles:write"]])')
  @Mutation(() => ReservePlatePayload, {
    nullable: true,
    description:
      'Reserves a plate for about 90 days; a citizen can have two at a time. Of several who want it, one gets it.',
  })
  async reservePlate(
    @Arg('input', () => ReservePlateInput, { description: 'Which plate.' }) input: ReservePlateInput,
    @Ctx() { store, language }: Context,
  ): Promise<ReservePlatePayload> {
    const wish = await readWish(input.plate, input.residence, store);
    if ('problems' in wish) return { reservation: null, problems: toProblems(wish.problems, language) };
    const { idempotencyKey } = input;
    const { reservation, problems } = await reservePlate(store.db, store.applicant(), { ...wish, idempotencyKey });
    return { reservation: reservation && toReservation(reservation), problems: toProblems(problems, language) };
  }

  @Directive('@requiresScopes(scopes: [["vehicles:write"]])')
  @Mutation(() => ReleasePlatePayload, { nullable: true, description: 'Gives up a reservation.' })
  async releasePlate(
    @Arg('input', () => ReleasePlateInput, { description: 'Which one.' }) { reservationId }: ReleasePlateInput,
    @Ctx() { store, language }: Context,
  ): Promise<ReleasePlatePayload> {
    const problem = await releasePlate(store.db, store.applicant(), reservationId);
    return { isReleased: problem === null, problems: problem ? toProblems([problem], language) : [] };
  }
}
