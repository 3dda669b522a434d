import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import { differenceKinds, resolutions, type DifferenceKind, type Resolution } from '../domain/reconciliation.ts';
import type { DifferenceRow, ReconciliationRow } from '../storage/differences.ts';
import { GraphQLCents } from './cents.ts';

export const DifferenceKindEnum = Object.fromEntries(differenceKinds.map((kind) => [kind, kind]));
registerEnumType(DifferenceKindEnum, {
  name: 'SettlementDifferenceKind',
  description: "How the provider's settlement, or what was transferred to the bank, differs from what is known here.",
  valuesConfig: {
    MISSING_HERE: { description: 'The provider settled something that is not known here, or not as paid.' },
    MISSING_THERE: { description: 'Something that is known here was not settled on its day.' },
    AMOUNT_DIFFERS: { description: 'It was settled with another amount.' },
    DUPLICATE: { description: 'It was settled once more, or transferred although it was paid already.' },
    UNDERPAID: { description: 'Less was transferred than the fee that it names, which stays open.' },
  },
});

export const DifferenceResolutionEnum = Object.fromEntries(resolutions.map((resolution) => [resolution, resolution]));
registerEnumType(DifferenceResolutionEnum, {
  name: 'SettlementDifferenceResolution',
  description: 'What became of a difference.',
  valuesConfig: {
    STATUS_ASKED: { description: 'By itself: the provider was asked, and it was paid indeed.' },
    SETTLED_LATER: { description: 'By itself: it was settled on a later day.' },
    GIVEN_BACK: { description: 'By a clerk: what was too much went back to the provider.' },
    RECEIVED: { description: 'By a clerk: what was too little came from the provider.' },
    WRITTEN_OFF: { description: 'By a clerk: it stays as it is, and is written off.' },
  },
});

@ObjectType({ description: "A difference between the provider's settlement and what is known here." })
export class SettlementDifference {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => DifferenceKindEnum, { description: 'What it is.' })
  kind!: DifferenceKind;

  @Field(() => String, {
    description:
      'The transaction at the provider, the refund, the line of the settlement, or account and entry of a transfer.',
  })
  subject!: string;

  @Field(() => ID, { nullable: true, description: 'The payment, where one is known.' })
  paymentId?: string | null;

  @Field(() => GraphQLCents, { nullable: true, description: 'The amount here, in cents; refunds are negative.' })
  oursCents?: number | null;

  @Field(() => GraphQLCents, { nullable: true, description: 'The amount there, in cents; refunds are negative.' })
  theirsCents?: number | null;

  @Field(() => Date, { description: 'When it was found.' })
  foundAt!: Date;

  @Field(() => DifferenceResolutionEnum, { nullable: true, description: 'What became of it; absent while it is open.' })
  resolution?: Resolution | null;

  @Field(() => Date, { nullable: true, description: 'When it was resolved.' })
  resolvedAt?: Date | null;

  @Field(() => String, { nullable: true, description: "The clerk's note." })
  note?: string | null;
}

@ObjectType({ description: "A day compared with the provider's settlement (Abgleich)." })
export class Reconciliation {
  @Field(() => GraphQLDate, { description: "Day of the provider's settlement (UTC)." })
  day!: string;

  @Field(() => Date, { description: 'When it was last compared.' })
  ranAt!: Date;

  @Field(() => Int, { description: 'Lines of the settlement.' })
  lines!: number;

  @Field(() => GraphQLCents, { description: 'Sum of what is known here, in cents.' })
  oursCents!: number;

  @Field(() => GraphQLCents, { description: 'Sum of the settlement, in cents.' })
  theirsCents!: number;

  @Field(() => [SettlementDifference], { description: 'Every difference that was found, resolved ones too.' })
  differences!: SettlementDifference[];
}

export function toDifference(row: DifferenceRow): SettlementDifference {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    paymentId: row.payment_id,
    oursCents: row.ours_cents,
    theirsCents: row.theirs_cents,
    foundAt: row.found_at,
    resolution: row.resolution,
    resolvedAt: row.resolved_at,
    note: row.note,
  };
}

export function toReconciliation(row: ReconciliationRow, differences: readonly DifferenceRow[]): Reconciliation {
  return {
    day: row.day,
    ranAt: row.ran_at,
    lines: row.lines,
    oursCents: row.ours_cents,
    theirsCents: row.theirs_cents,
    differences: differences.map(toDifference),
  };
}
