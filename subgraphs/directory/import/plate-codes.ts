import { stableId } from '../../kit/data/stable-id.ts';
import { upsert } from '../storage/upsert.ts';
import { defineCatalogue } from './catalogue.ts';
import { ShapeError, show, type RawRecord, type TextLine } from './catalogue-record.ts';

interface PlateCodeRow {
  id: string;
  code: string;
}

const shape = 'a JSON file with a list of plate district codes under `values`';

/** The list is short; whatever is longer is not it. */
const longestFile = 1_000_000;

async function* readValues(lines: AsyncIterable<TextLine>): AsyncGenerator<RawRecord<unknown>> {
  let text = '';
  for await (const line of lines) {
    text += `${line.text}\n`;
    if (text.length > longestFile) throw new ShapeError(`Expected ${shape}, but it has more than 1 MB.`);
  }
  for (const [index, value] of valuesOf(text).entries()) yield { number: index + 1, value };
}

function valuesOf(text: string): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ShapeError(`Expected ${shape}, but it is no JSON: ${show(text.trim())}.`);
  }
  if (json && typeof json === 'object' && 'values' in json && Array.isArray(json.values) && json.values.length > 0)
    return json.values;
  throw new ShapeError(`Expected ${shape}, but got: ${show(text.trim())}.`);
}

/** Plate district codes (Unterscheidungszeichen); problems are counted by the place in the list. */
export const plateCodes = defineCatalogue<unknown, PlateCodeRow>({
  name: 'plate-codes',
  description: shape,
  records: readValues,
  createReader() {
    const seen = new Set<string>();
    return (value) => {
      const code = typeof value === 'string' ? value.trim().normalize('NFC') : '';
      if (!/^[A-ZÄÖÜ]{1,3}$/.test(code))
        return { problem: { expected: 'a code of 1 to 3 capital letters', got: show(value) } };
      if (seen.has(code)) return { repeats: `says the same as one before: ${code}` };
      seen.add(code);
      return { row: { id: stableId('plate-district', code), code } };
    };
  },
  write: (db, rows) => upsert(db, 'plate_district', rows, { update: [] }),
});
