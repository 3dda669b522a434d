import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import { feeStatuses, feeStatusOn, type FeeStatus } from '../domain/fee-status.ts';
import type { FeeRow } from '../storage/fees.ts';
import type { PaymentsStore } from '../storage/store.ts';
import { callerText } from './caller-text.ts';

export const FeeStatusEnum = Object.fromEntries(feeStatuses.map((status) => [status, status]));
registerEnumType(FeeStatusEnum, {
  name: 'FeeStatus',
  description: 'How a fee that is not paid stands.',
  valuesConfig: {
    OPEN: { description: 'To be paid by a day that lies ahead.' },
    DUE: { description: 'To be paid now.' },
    OVERDUE: { description: 'Late: a surcharge may be asked.' },
  },
});

@ObjectType({ description: 'Something that has to be paid for a vehicle.' })
export class Fee {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => Money, { description: 'How much it is.' })
  amount!: MoneyAmount;

  @Field(() => FeeStatusEnum, { description: 'How it stands today.' })
  status!: FeeStatus;

  @Field(() => GraphQLDate, { description: 'On which day it is due.' })
  dueOn!: string;

  @Field(() => String, { description: "What it is for, in the caller's language where it is known." })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Number in the fee schedule (GebOSt): `224.2`.' })
  number?: string | null;

  /** Area of the authority that asks for it, AGS. */
  authority!: string;
}

function toFee(row: FeeRow, { language, store }: RequestContext<PaymentsStore>): Fee {
  return {
    id: row.id,
    amount: euros(row.amount_cents),
    status: feeStatusOn(store.today, row.due_on),
    dueOn: row.due_on,
    text: callerText({ de: row.text_de, en: row.text_en }, language),
    number: row.number,
    authority: row.authority,
  };
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A vehicle, here with what its keeper has to pay for it.' })
export class Vehicle {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;
}

/** A vehicle for which the caller has an account; anybody else's is like one that does not exist. */
export function resolveVehicle({ id }: Reference, { store }: RequestContext<PaymentsStore>): Promise<Vehicle | null> {
  return store.feeAccounts.load(String(id));
}

@Resolver(() => Vehicle)
export class VehicleResolver {
  @Directive('@requiresScopes(scopes: [["payments:read"]])')
  @Directive('@listSize(assumedSize: 3)')
  @FieldResolver(() => [Fee], {
    nullable: true,
    description: 'What the citizen has to pay for the vehicle, due soonest first; empty when there is nothing.',
  })
  async openFees(@Root() { id }: Vehicle, @Ctx() context: RequestContext<PaymentsStore>): Promise<Fee[]> {
    return (await context.store.openFees.load(id)).map((fee) => toFee(fee, context));
  }
}
