import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ShapeError, type RawRecord, type TextLine } from '../../../subgraphs/directory/import/catalogue-record.ts';
import { readCsv, type CsvRecord } from '../../../subgraphs/directory/import/read-csv.ts';

async function* linesOf(text: string): AsyncGenerator<TextLine> {
  for (const [index, line] of text.split('\n').entries()) yield { number: index + 1, text: line };
}

async function read(text: string) {
  const records: RawRecord<CsvRecord<'a' | 'b'>>[] = [];
  for await (const record of readCsv(linesOf(text), ['a', 'b'])) records.push(record);
  return records;
}

/** Quotes a value as RFC 4180 says. */
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

test('values come by the names of the header, whatever its order, without white space around them', async () => {
  expect(await read('b,x,a\n 1 ,2,3')).toEqual([{ number: 2, value: { a: '3', b: '1', x: '2' } }]);
});

test('a quoted value may contain commas, quotes and line breaks; the record has the number of its first line', async () => {
  expect(await read('a,b\n1,"x, ""y""\nz"\n2,3')).toEqual([
    { number: 2, value: { a: '1', b: 'x, "y"\nz' } },
    { number: 4, value: { a: '2', b: '3' } },
  ]);
});

test('an unclosed quote costs its own line and none of those after it', async () => {
  const good = Array.from({ length: 300 }, (_, i) => `${i},"x"`);
  const records = await read(['a,b', ...good.slice(0, 150), '1,"open', ...good.slice(150)].join('\n'));
  expect(records).toHaveLength(301);
  expect(records.filter((record) => 'problem' in record)).toEqual([
    { number: 152, problem: { expected: '2 values', got: expect.stringContaining('quotes that do not match') } },
  ]);
});

test.each([
  ['1', '1: "1"'],
  ['1,2,3', '3: "1,2,3"'],
  ['1,"2"3', 'quotes that do not match: "1,\\"2\\"3"'],
])('the line %s is a problem that says what came', async (line, got) => {
  expect(await read(`a,b\n${line}\n8,9`)).toEqual([
    { number: 2, problem: { expected: '2 values', got } },
    { number: 3, value: { a: '8', b: '9' } },
  ]);
});

test('text that is not UTF-8 is a problem', async () => {
  expect(await read('a,b\n1,Pr\uFFFDfung')).toEqual([
    { number: 2, problem: { expected: 'text in UTF-8', got: '"Pr\uFFFDfung"' } },
  ]);
});

test.each(['', '\n\n', 'a;b\n1;2', '{"a": 1}', 'a,c\n1,2'])('%j is no such file', async (text) => {
  await expect(read(text)).rejects.toThrow(ShapeError);
});

test('whatever is written as CSV is read again, line breaks and quotes included', async () => {
  const value = fc.string({ unit: fc.constantFrom('x', '"', ',', '\n', 'ü', ' '), maxLength: 8 }).map((v) => v.trim());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 60 }), async (rows) => {
      const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
      const records = await read(text);
      expect(records.map((record) => ('value' in record ? [record.value.a, record.value.b] : record))).toEqual(rows);
    }),
    { numRuns: 200 },
  );
});
