import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../kit/schema/connection.ts';
import { Money, type MoneyAmount } from '../../../kit/schema/money.ts';
import { Problem } from '../../../kit/schema/problem.ts';
import type { ParkingReason } from '../../delivery/submitted-procedures.ts';
import type { ProcedureKind } from '../../domain/procedure-kind.ts';
import type { ClerkAction } from '../../domain/procedures/clerk-actions.ts';
import type { CheckName } from '../../domain/procedures/definition.ts';
import type { Finding as FindingOf } from '../../domain/procedures/finding.ts';
import type { InputName } from '../../domain/procedures/input-name.ts';
import type { ProcedureState } from '../../domain/procedures/state-machine.ts';
import type { FeeDecisionTable } from '../../storage/procedure-tables.ts';
import type { ProcedureRow } from '../../storage/procedures/procedure-rows.ts';
import { ProcedureKindEnum } from '../available-procedure.ts';
import { Authority } from '../directory.ts';
import { ProcedureInputNameEnum, ProcedureStateEnum } from '../procedure-enums.ts';
import {
  CheckNameEnum,
  ClerkActionEnum,
  FeeDecisionReasonEnum,
  FindingOutcomeEnum,
  ParkingReasonEnum,
  ReviewResultEnum,
} from './clerk-enums.ts';

@ObjectType({ description: 'Something that a citizen gave in a procedure.' })
export class GivenInput {
  @Field(() => ProcedureInputNameEnum, { description: 'What.' })
  name!: InputName;

  @Field(() => String, { description: 'In its canonical form. Codes are never among them.' })
  value!: string;
}

@ObjectType({ description: 'What was examined, and with which result.' })
export class Finding {
  @Field(() => CheckNameEnum, { description: 'What.' })
  check!: CheckName;

  @Field(() => FindingOutcomeEnum, { description: 'The result.' })
  outcome!: FindingOf['outcome'];
}

@ObjectType({ description: 'A delivery that cannot go on by itself.' })
export class ParkedDelivery {
  @Field(() => ParkingReasonEnum, { description: 'Why.' })
  reason!: ParkingReason;

  @Field(() => String, { nullable: true, description: 'A code of the system that refused.' })
  detail?: string | null;

  @Field(() => Date, { description: 'Since when.' })
  parkedAt!: Date;
}

@ObjectType({ description: 'What register and back office know of a procedure.' })
export class ProcedureDelivery {
  @Field(() => String, {
    nullable: true,
    description: 'File number in the back office; null until it was handed over.',
  })
  backOfficeReference?: string | null;

  @Field(() => Date, { nullable: true, description: 'When register and back office knew how it ended.' })
  toldAt?: Date | null;

  @Field(() => ParkedDelivery, { nullable: true, description: 'What holds it up; null while it goes on by itself.' })
  parked?: ParkedDelivery | null;
}

@ObjectType({ description: 'The review of an automatic decision.' })
export class DecisionReview {
  @Field(() => Boolean, { description: 'Whether a clerk proposed to revoke it.' })
  isRevocationProposed!: boolean;

  @Field(() => Boolean, { description: 'Whether it was the caller who proposed it: then another clerk has to decide.' })
  isProposedByCaller!: boolean;

  @Field(() => [String], { description: 'Why it should be revoked.' })
  reasons!: string[];

  @Field(() => ReviewResultEnum, { nullable: true, description: 'How it ended; null while it goes on.' })
  result?: 'CONFIRMED' | 'REVOKED' | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  reviewedAt?: Date | null;
}

@ObjectType({ description: 'Something that a clerk can do with a procedure, or what stands in the way.' })
export class AvailableClerkAction {
  @Field(() => ClerkActionEnum, { description: 'What.' })
  action!: ClerkAction;

  @Field(() => Boolean, { description: 'Whether it can be done now.' })
  isAvailable!: boolean;

  @Field(() => [Problem], { description: 'All that stands in the way; empty when it can be done.' })
  blockedBy!: Problem[];
}

@ObjectType({ description: 'What becomes of a fee that was paid for nothing: the authority has to decide it.' })
export class FeeDecision {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => FeeDecisionReasonEnum, { description: 'Why.' })
  reason!: FeeDecisionTable['reason'];

  @Field(() => ID, { description: 'The payment, for `refundPayment` of payments.' })
  paymentId!: string;

  @Field(() => Money, { description: 'What was paid.' })
  amount!: MoneyAmount;

  @Field(() => Date, { description: 'Since when it waits.' })
  openedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was decided.' })
  closedAt?: Date | null;
}

@ObjectType({
  description:
    'A procedure of vehicle registration as the competent authority sees it: what was submitted, without the citizen who did it.',
})
export class AuthorityProcedure {
  @Field(() => ID, { description: 'Opaque identifier; the citizen sees the same.' })
  id!: string;

  @Field(() => ProcedureKindEnum, { description: 'What is applied for.' })
  kind!: ProcedureKind;

  @Field(() => ProcedureStateEnum, { description: 'Where it stands.' })
  state!: ProcedureState;

  @Field(() => Authority, { nullable: true, description: "The competent authority: the caller's own." })
  authority?: Authority | null;

  @Field(() => Boolean, { description: 'Whether it is decided without a clerk.' })
  isAutomatic!: boolean;

  @Field(() => [GivenInput], { description: 'What the citizen gave; deleted six months after the end.' })
  inputs!: GivenInput[];

  @Field(() => [Finding], { description: 'What was examined before it was submitted.' })
  findings!: Finding[];

  @Field(() => Int, { description: 'How often the codes were wrong. After four times it may be submitted unchanged.' })
  wrongCodes!: number;

  @Field(() => Money, { nullable: true, description: 'The fee that was paid.' })
  fee?: MoneyAmount | null;

  @Field(() => Date, { description: 'When it was submitted, with its fee paid.' })
  submittedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was decided or ended otherwise.' })
  endedAt?: Date | null;

  row!: ProcedureRow;
}

export const AuthorityProcedureConnection = connectionOf(() => AuthorityProcedure, 'AuthorityProcedure');
