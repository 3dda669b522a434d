import { z } from 'zod';
import { providerStatuses } from '../domain/provider-status.ts';
import { refundStatuses } from '../domain/refund-status.ts';
import type { ProviderRequest, ProviderTransaction, SettlementLine } from './payment-provider.ts';

/** Euros as a number, as these interfaces write them, in cents; what is no whole number of cents is refused. */
const cents = z
  .number()
  .refine((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6, 'expected whole cents')
  .transform((amount) => Math.round(amount * 100));

const webUrl = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol));

const transaction = z.object({
  paymentInformation: z.object({
    transactionId: z.string().min(1).max(44),
    transactionRedirectUrl: webUrl,
    transactionReference: z.string().max(100).nullish(),
    status: z.enum(providerStatuses),
  }),
  paymentRequest: z.object({ requestId: z.string(), currency: z.literal('EUR'), grosAmount: cents }),
});

/** @throws ZodError for an answer of another shape */
export function readTransaction(body: unknown): ProviderTransaction {
  const { paymentInformation: information, paymentRequest: request } = transaction.parse(body);
  return {
    transactionId: information.transactionId,
    payUrl: information.transactionRedirectUrl,
    status: information.status,
    cents: request.grosAmount,
    reference: information.transactionReference ?? null,
  };
}

const refund = z.object({ refundId: z.string(), status: z.enum(refundStatuses) });

export const readRefundStatus = (body: unknown) => refund.parse(body).status;

const settlement = z.object({
  lines: z
    .array(
      z.object({
        lineId: z.string().min(1).max(200),
        transactionId: z.string().min(1).max(44),
        kind: z.enum(['PAYMENT', 'REFUND']),
        refundId: z.string().max(36).nullish(),
        amount: cents,
        bookedAt: z.coerce.date(),
      }),
    )
    .max(100_000),
});

export function readSettlement(body: unknown): SettlementLine[] {
  return settlement.parse(body).lines.map(({ amount, refundId, ...line }) => ({
    ...line,
    refundId: refundId ?? null,
    subject: refundId ?? line.transactionId,
    cents: amount,
  }));
}

/** A text within the length that the interface allows. */
function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A request in the form of XBezahldienste; fees of an authority carry no tax. */
export function writeRequest({
  requestId,
  cents: total,
  purpose,
  description,
  returnUrl,
  lines,
}: ProviderRequest): object {
  return {
    requestId,
    requestTimestamp: new Date().toISOString(),
    currency: 'EUR',
    // The interface calls it so.
    grosAmount: total / 100,
    purpose: shortened(purpose, 27),
    description: shortened(description, 250),
    redirectUrl: returnUrl,
    items: lines.map((line, index) => ({
      id: String(index + 1),
      reference: line.number ?? '-',
      description: shortened(line.text, 250),
      taxRate: 0,
      quantity: 1,
      singleNetAmount: line.cents / 100,
      singleTaxAmount: 0,
      totalNetAmount: line.cents / 100,
      totalTaxAmount: 0,
    })),
  };
}
