import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Problem } from '../../kit/schema/problem.ts';
import type { Language } from '../../kit/subgraph.ts';
import { paymentProblem } from '../domain/payment-problem.ts';
import { afterEvent, isFinal } from '../domain/payment-status.ts';
import { isDemanded, type PaymentRow } from '../storage/payment-rows.ts';
import { stateOf } from '../processing/start-payment.ts';
import { toProblems } from './problems.ts';

export const paymentActions = ['PAY', 'CANCEL'] as const;
export type PaymentAction = (typeof paymentActions)[number];

export const PaymentActionEnum = Object.fromEntries(paymentActions.map((action) => [action, action]));
registerEnumType(PaymentActionEnum, {
  name: 'PaymentAction',
  description: 'What a citizen can do with a payment.',
  valuesConfig: {
    PAY: { description: 'Pay, on the page at `payUrl`.' },
    CANCEL: { description: 'Call it off, with `cancelPayment`.' },
  },
});

@ObjectType({ description: 'Something that can be done with a payment, or not now.' })
export class AvailablePaymentAction {
  @Field(() => PaymentActionEnum, { description: 'What it is.' })
  action!: PaymentAction;

  @Field(() => [Problem], { description: 'What stands in the way; empty where nothing does.' })
  blockedBy!: Problem[];
}

/** The page of the provider, as long as one can pay there. */
export function payUrlOf(row: PaymentRow): string | null {
  const isOpen = !isFinal(row.status) && row.status !== 'CREATED' && row.ending === null;
  return isOpen ? row.pay_url : null;
}

export function actionsOf(row: PaymentRow, language: Language): AvailablePaymentAction[] {
  const isPaid = row.status === 'SUCCESS';
  const missing = isPaid ? 'ALREADY_PAID' : isFinal(row.status) ? 'NOT_CANCELLABLE' : 'PROVIDER_UNAVAILABLE';
  const canCancel = isDemanded(row) && row.ending === null && afterEvent(stateOf(row), 'CANCEL_BY_CITIZEN') !== null;
  const blocked = { PAY: payUrlOf(row) === null ? [paymentProblem(missing)] : [] };
  return [
    { action: 'PAY', blockedBy: toProblems(blocked.PAY, language) },
    { action: 'CANCEL', blockedBy: toProblems(canCancel ? [] : [paymentProblem('NOT_CANCELLABLE')], language) },
  ];
}
