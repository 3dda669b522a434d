import { Field, Int, ObjectType } from 'type-graphql';
import { Money, type MoneyAmount } from '../../kit/schema/money.ts';
import { Problem } from '../../kit/schema/problem.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { ProcedureAction as Action } from '../domain/procedures/available-actions.ts';
import type { DeadlineKind } from '../domain/procedures/deadlines.ts';
import type { InputName } from '../domain/procedures/input-name.ts';
import type { ProcedureState } from '../domain/procedures/state-machine.ts';
import type { ProcedureHistoryTable } from '../storage/procedure-tables.ts';
import {
  DecisionOutcomeEnum,
  ProcedureActionEnum,
  ProcedureActorEnum,
  ProcedureDeadlineKindEnum,
  ProcedureInputNameEnum,
  ProcedureStateEnum,
} from './procedure-enums.ts';

@ObjectType({ description: 'Something that a procedure asks for, and what was given.' })
export class ProcedureInput {
  @Field(() => ProcedureInputNameEnum, { description: 'Which one.' })
  name!: InputName;

  @Field(() => Boolean, { description: 'Whether it can do without.' })
  isRequired!: boolean;

  @Field(() => Boolean, { description: 'Whether it was given.' })
  isGiven!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What was given, in its canonical form; null for codes, which are never told again.',
  })
  value?: string | null;
}

@ObjectType({ description: 'A line of a fee, as the fee schedule has it.' })
export class ProcedureFeeLine {
  @Field(() => String, { nullable: true, description: 'Number in the fee schedule (GebOSt); null for a surcharge.' })
  number?: string | null;

  @Field(() => String, { description: "What it is for, in the caller's language." })
  text!: string;

  @Field(() => Money, { description: 'How much it is.' })
  amount!: MoneyAmount;
}

@ObjectType({ description: 'What a procedure costs.' })
export class ProcedureFee {
  @Field(() => [ProcedureFeeLine], { description: 'Its lines.' })
  lines!: ProcedureFeeLine[];

  @Field(() => Money, { description: 'All lines together.' })
  total!: MoneyAmount;
}

@ObjectType({ description: 'Something that happened in a procedure.' })
export class ProcedureEntry {
  @Field(() => Int, { description: 'Its place, 1 for the first.' })
  position!: number;

  @Field(() => String, { description: 'What happened, for programs, in SCREAMING_SNAKE case: `SUBMIT`, `PAY`.' })
  event!: string;

  @Field(() => ProcedureStateEnum, { description: 'Where the procedure stood then.' })
  state!: ProcedureState;

  @Field(() => ProcedureActorEnum, { description: 'Who made it happen.' })
  actor!: ProcedureHistoryTable['actor'];

  @Field(() => String, { nullable: true, description: 'A code that says more, e.g. why a payment failed.' })
  note?: string | null;

  @Field(() => Date, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'A time that runs.' })
export class ProcedureDeadline {
  @Field(() => ProcedureDeadlineKindEnum, { description: 'What it leads to.' })
  kind!: DeadlineKind;

  @Field(() => Date, { description: 'When it is over.' })
  at!: Date;
}

@ObjectType({ description: 'Something that a citizen can do with a procedure, or what stands in the way.' })
export class AvailableAction {
  @Field(() => ProcedureActionEnum, { description: 'What.' })
  action!: Action;

  @Field(() => Boolean, { description: 'Whether it can be done now.' })
  isAvailable!: boolean;

  @Field(() => [Problem], { description: 'All that stands in the way; empty when it can be done.' })
  blockedBy!: Problem[];
}

@ObjectType({ description: 'The decision on a procedure (Bescheid).' })
export class ProcedureDecision {
  @Field(() => DecisionOutcomeEnum, { description: 'What was decided.' })
  outcome!: 'APPROVED' | 'REJECTED';

  @Field(() => Boolean, { description: 'Whether it was made without a clerk.' })
  isAutomatic!: boolean;

  @Field(() => [String], { description: 'Why; empty for an automatic approval.' })
  reasons!: string[];

  @Field(() => Date, { description: 'When it was made.' })
  decidedAt!: Date;

  @Field(() => String, { nullable: true, description: 'The plate from now on: `L AB 1234`; null for a rejection.' })
  plate?: string | null;

  @Field(() => Date, { description: 'Until when it can be retrieved here; afterwards it goes by post.' })
  retrievableUntil!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was retrieved.' })
  retrievedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was posted.' })
  postedAt?: Date | null;

  @Field(() => GraphQLDate, { nullable: true, description: 'The day on which it takes effect, once that is known.' })
  effectiveOn?: string | null;

  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'The last day on which an automatic decision can be taken back.',
  })
  reviewUntil?: string | null;
}
