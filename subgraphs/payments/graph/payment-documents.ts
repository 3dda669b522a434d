import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { euros, Money, type MoneyAmount } from '../../kit/schema/money.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { writeReceipt } from '../documents/receipt.ts';
import { payeeOf } from '../domain/payee.ts';
import type { PaymentsDesk } from '../processing/desk.ts';
import type { PaymentRow } from '../storage/payment-rows.ts';
import { callerText } from './caller-text.ts';
import { Document, toDocument } from './document.ts';
import { Payment } from './payment.ts';
import { Refund, toRefund } from './refund.ts';

type Context = RequestContext<PaymentsDesk>;

@Resolver(() => Payment)
export class PaymentDocumentsResolver {
  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [Refund], { description: 'What was given back of it, or is to be.' })
  async refunds(@Root() { id }: Payment, @Ctx() { store }: Context): Promise<Refund[]> {
    return (await store.refunds.load(id)).map(toRefund);
  }

  @FieldResolver(() => Money, { description: 'What can still be given back of it; nothing before it is paid.' })
  async refundable(@Root() { id, status, amount }: Payment, @Ctx() { store }: Context): Promise<MoneyAmount> {
    if (status !== 'SUCCESS') return euros(0);
    const refunds = (await store.refunds.load(id)).filter((refund) => refund.status !== 'ERROR');
    return euros(refunds.reduce((left, refund) => left - refund.amount_cents, amount.amount));
  }

  @Directive('@cost(weight: 20)')
  @FieldResolver(() => Document, {
    nullable: true,
    description:
      "A receipt (Zahlungsbeleg) as PDF, in the caller's language, once it is paid; for its own citizen only.",
  })
  async receipt(@Root() { id, row }: Payment, @Ctx() context: Context): Promise<Document | null> {
    if (row.paid_at === null || row.citizen !== context.caller.citizen?.sub) return null;
    return toDocument(`receipt-${id}.pdf`, 'application/pdf', await receiptOf(row, row.paid_at, context));
  }
}

async function receiptOf(row: PaymentRow, paidAt: Date, { store, language }: Context): Promise<Buffer> {
  const [lines, refunds] = await Promise.all([store.lines.load(row.id), store.refunds.load(row.id)]);
  const content = {
    paymentId: row.id,
    payee: payeeOf(store.work?.services.payees ?? [], row.authority)?.name ?? `AGS ${row.authority}`,
    purpose: callerText({ de: row.purpose_de, en: row.purpose_en }, language),
    reference: row.reference,
    cents: row.amount_cents,
    paidAt,
    lines: lines.map((line) => ({
      number: line.number,
      text: callerText({ de: line.text_de, en: line.text_en }, language),
      cents: line.amount_cents,
    })),
    refunds: refunds.flatMap(({ status, amount_cents: cents, finished_at: at }) =>
      status === 'SUCCESS' && at ? [{ cents, at }] : [],
    ),
  };
  return writeReceipt(content, language);
}
