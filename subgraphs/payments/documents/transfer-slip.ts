import PdfDocument from 'pdfkit';
import { toBuffer } from 'qrcode';
import { euros, formatMoney } from '../../kit/schema/money.ts';
import type { Text } from '../../kit/data/text.ts';
import type { Language } from '../../kit/subgraph.ts';
import { epcCode, type Transfer } from '../domain/epc-code.ts';
import { pdfOf, rows } from './pdf.ts';

const texts = {
  title: { de: 'Überweisung', en: 'Transfer' },
  payee: { de: 'Empfänger', en: 'Payee' },
  amount: { de: 'Betrag', en: 'Amount' },
  reference: { de: 'Referenz', en: 'Reference' },
  purpose: { de: 'Wofür', en: 'What for' },
  scan: {
    de: 'Scannen Sie den Code mit der App Ihrer Bank, oder übernehmen Sie die Angaben. Ohne die Referenz kann die Behörde Ihre Überweisung nicht zuordnen.',
    en: 'Scan the code with the app of your bank, or copy what stands here. Without the reference the authority cannot tell whose transfer it is.',
  },
} satisfies Record<string, Text>;

/** The QR code of a transfer as PNG: error correction M, as the EPC asks for. */
export function drawCode(transfer: Transfer): Promise<Buffer> {
  return toBuffer([{ data: Buffer.from(epcCode(transfer)), mode: 'byte' }], {
    errorCorrectionLevel: 'M',
    margin: 4,
    scale: 6,
  });
}

/** A slip with what a transfer needs, to scan or to copy, as PDF. */
export async function writeTransferSlip(transfer: Transfer, purpose: string, language: Language): Promise<Buffer> {
  const say = (key: keyof typeof texts) => texts[key][language];
  const document = new PdfDocument({ size: 'A4', margin: 60, lang: language, info: { Title: say('title') } });
  document.fontSize(20).text(say('title')).moveDown().fontSize(11);
  rows(document, [
    [say('payee'), transfer.payee],
    ['IBAN', transfer.iban.replaceAll(/(.{4})(?=.)/g, '$1 ')],
    ...(transfer.bic ? [['BIC', transfer.bic] as const] : []),
    [say('amount'), formatMoney(euros(transfer.cents), language)],
    [say('reference'), transfer.reference],
    [say('purpose'), purpose],
  ]);
  document
    .moveDown()
    .text(say('scan'), 60)
    .moveDown()
    .image(await drawCode(transfer), { width: 160 });
  return pdfOf(document);
}
