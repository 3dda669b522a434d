import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Plate, PlateSuffix, Season } from '../domain/plate.ts';

export const PlateSuffixEnum = { E: 'E', H: 'H' } as const;
registerEnumType(PlateSuffixEnum, {
  name: 'PlateSuffix',
  description: 'The letter at the end of a plate.',
  valuesConfig: {
    E: { description: 'Electric vehicle (E-Kennzeichen).' },
    H: { description: 'Historic vehicle (H-Kennzeichen).' },
  },
});

@ObjectType('PlateSeason', {
  description: 'The months in which a seasonal plate (Saisonkennzeichen) may be on the road, both included.',
})
export class PlateSeason {
  @Field(() => Int, { description: 'First month, 1 (January) to 12.' })
  fromMonth!: number;

  @Field(() => Int, {
    description: 'Last month, 1 to 12; smaller than the first where the season runs over the new year.',
  })
  toMonth!: number;
}

@ObjectType('PlateParts', { description: 'A number plate (Kennzeichen) in its parts.' })
export class PlatePartsType {
  @Field(() => String, { description: 'District code (Unterscheidungszeichen), one to three letters: `L`.' })
  district!: string;

  @Field(() => String, { description: 'One or two letters: `AB`.' })
  letters!: string;

  @Field(() => Int, { description: 'Number, 1 to 9999.' })
  number!: number;

  @Field(() => PlateSuffixEnum, { nullable: true, description: 'Letter after the number, where there is one.' })
  suffix?: PlateSuffix | null;

  @Field(() => PlateSeason, { nullable: true, description: 'The season, where the plate has one.' })
  season?: PlateSeason | null;
}

export function toPlateParts({ season, ...parts }: Plate): PlatePartsType {
  return { ...parts, season: season && toSeason(season) };
}

function toSeason({ from, to }: Season): PlateSeason {
  return { fromMonth: from, toMonth: to };
}
