import PdfDocument from 'pdfkit';
import { formatMoney, euros } from '../../kit/schema/money.ts';
import type { Text } from '../../kit/data/text.ts';
import type { Language } from '../../kit/subgraph.ts';
import { pdfOf, rows } from './pdf.ts';

/** What stands in a receipt. */
export interface ReceiptContent {
  paymentId: string;
  payee: string;
  purpose: string;
  reference: string | null;
  cents: number;
  paidAt: Date;
  lines: readonly { number: string | null; text: string; cents: number }[];
  refunds: readonly { cents: number; at: Date }[];
}

const texts = {
  title: { de: 'Zahlungsbeleg', en: 'Receipt' },
  payee: { de: 'Empfänger', en: 'Paid to' },
  purpose: { de: 'Zweck', en: 'Purpose' },
  paidAt: { de: 'Bezahlt am', en: 'Paid on' },
  reference: { de: 'Kassenzeichen', en: 'Reference' },
  payment: { de: 'Zahlung', en: 'Payment' },
  total: { de: 'Summe', en: 'Total' },
  refund: { de: 'Erstattet am', en: 'Given back on' },
  noTax: { de: 'Gebühren enthalten keine Umsatzsteuer.', en: 'Fees contain no value added tax.' },
} satisfies Record<string, Text>;

/** A receipt as PDF. It names no person: whose payment it is, the payment itself tells. */
export function writeReceipt(content: ReceiptContent, language: Language): Promise<Buffer> {
  const say = (key: keyof typeof texts) => texts[key][language];
  const money = (cents: number) => formatMoney(euros(cents), language);
  const day = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'Europe/Berlin',
  });
  const document = new PdfDocument({
    size: 'A4',
    margin: 60,
    lang: language,
    info: { Title: `${say('title')} ${content.paymentId}`, CreationDate: content.paidAt, ModDate: content.paidAt },
  });
  document.fontSize(20).text(say('title')).moveDown().fontSize(11);
  rows(document, [
    [say('payee'), content.payee],
    [say('purpose'), content.purpose],
    [say('paidAt'), day.format(content.paidAt)],
    ...(content.reference === null ? [] : [[say('reference'), content.reference] as const]),
    [say('payment'), content.paymentId],
  ]);
  document.moveDown();
  rows(document, [
    ...content.lines.map((line) => [[line.number, line.text].filter(Boolean).join('  '), money(line.cents)] as const),
    [say('total'), money(content.cents)],
    ...content.refunds.map(({ cents, at }) => [`${say('refund')} ${day.format(at)}`, money(-cents)] as const),
  ]);
  document.moveDown().fontSize(9).text(say('noTax'));
  return pdfOf(document);
}
