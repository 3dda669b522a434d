import { Arg, Args, Ctx, Directive, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import {
  connectionOf,
  listSize,
  PageArguments,
  toConnection,
  type ConnectionValue,
} from '../../kit/schema/connection.ts';
import { publicAsParent, publicFor } from '../../kit/schema/cache-control.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import type { PlateDistrictRow } from '../storage/plate-districts.ts';
import type { DirectoryStore } from '../storage/store.ts';
import { AN_HOUR } from './cache-life.ts';
import { Authority, toAuthority } from './authority.ts';

type Context = RequestContext<DirectoryStore>;

@Directive(publicFor(AN_HOUR))
@ObjectType({ description: 'A district code on number plates (Unterscheidungszeichen).' })
export class PlateDistrict {
  @Field(() => String, { description: 'The code, 1 to 3 capital letters, umlauts possible: `L`, `ROW`.' })
  code!: string;

  @Field(() => [String], { description: 'Towns and districts that it stands for; empty where not known.' })
  places!: string[];

  areas!: string[];
}

export function toPlateDistrict({ code, places, areas }: PlateDistrictRow): PlateDistrict {
  return { code, places, areas };
}

export const PlateDistrictConnection = connectionOf(() => PlateDistrict, 'PlateDistrict', { isPublic: true });

@Resolver(() => PlateDistrict)
export class PlateDistrictResolver {
  @Directive(publicAsParent)
  @FieldResolver(() => [Authority], {
    description:
      'The authorities that give it out; empty where not known. Which one is competent for a vehicle follows from the keeper’s main residence, never from the plate.',
  })
  async authorities(@Root() { areas }: PlateDistrict, @Ctx() context: Context): Promise<Authority[]> {
    const rows = await Promise.all(areas.map((area) => context.store.authorities.byAgs.load(area)));
    return rows.filter((row) => row !== null).map((row) => toAuthority(row, context));
  }

  @Query(() => PlateDistrict, {
    nullable: true,
    description: 'A plate district code; null when no district has it. Public.',
  })
  async plateDistrict(
    @Arg('code', () => String, { description: 'The code; small letters count as capital ones.' }) code: string,
    @Ctx() { store }: Context,
  ): Promise<PlateDistrict | null> {
    const row = await store.plateDistricts.byCode.load(code.trim().normalize('NFC').toLocaleUpperCase('de'));
    return row && toPlateDistrict(row);
  }

  @Directive(listSize)
  @Directive(publicFor(AN_HOUR))
  @Query(() => PlateDistrictConnection, { nullable: true, description: 'All plate district codes, by code. Public.' })
  async plateDistricts(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { store }: Context,
  ): Promise<ConnectionValue<PlateDistrict>> {
    return toConnection(await store.plateDistricts.list(page), toPlateDistrict);
  }
}
