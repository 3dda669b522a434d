import { once } from 'node:events';

type PdfDocument = PDFKit.PDFDocument;

/** Ends a document and gives its bytes. */
export async function pdfOf(document: PdfDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const ended = once(document, 'end');
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

const [left, middle, width] = [60, 240, 475];

/** Pairs of a name and a value, one below the other. */
export function rows(document: PdfDocument, pairs: readonly (readonly [string, string])[]): void {
  for (const [name, value] of pairs) {
    const top = document.y;
    document.text(value, middle, top, { width: width - (middle - left) });
    const below = document.y;
    document.text(name, left, top, { width: middle - left - 12 });
    document.y = Math.max(below, document.y) + 4;
  }
  document.x = left;
}
