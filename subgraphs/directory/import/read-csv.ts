import { CsvError, parse } from 'csv-parse/sync';
import { ShapeError, show, type RawRecord, type TextLine } from './catalogue-record.ts';
import { isUtf8, utf8Expected } from './read-lines.ts';

/** A record of a CSV file: values by the names in its header, without white space around them. */
export type CsvRecord<Column extends string> = Readonly<Record<Column, string>>;

/** A value may contain line breaks; an opened quote that is not closed within so many lines is a mistake of the first. */
const mostLinesOfARecord = 20;

/** Lines that are parsed together: many calls of the parser for one line each take five times as long. */
const linesAtOnce = 200;

function parseRows(text: string): string[][] | undefined {
  try {
    return parse(text, { relax_column_count: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function parseRecord(text: string): string[] | undefined {
  const rows = parseRows(text);
  return rows?.length === 1 ? rows[0] : undefined;
}

const hasOpenQuote = (text: string) => (text.split('"').length - 1) % 2 === 1;

/**
 * The records of a CSV file (RFC 4180, commas, a header). A broken record costs itself alone: an unclosed quote does not take the lines after it along.
 * @throws ShapeError when the header lacks a column
 */
export async function* readCsv<Column extends string>(
  lines: AsyncIterable<TextLine>,
  columns: readonly Column[],
): AsyncGenerator<RawRecord<CsvRecord<Column>>> {
  let header: string[] | undefined;
  let pending: TextLine[] = [];
  for await (const line of lines) {
    if (header) {
      pending.push(line);
      if (pending.length >= linesAtOnce) pending = yield* settle(pending, header, false);
    } else if (line.text.trim() !== '') header = checkHeader(line.text, columns);
  }
  if (!header) throw new ShapeError(`Expected a CSV file with the columns ${columns.join(', ')}, but it is empty.`);
  yield* settle(pending, header, true);
}

function checkHeader(text: string, columns: readonly string[]): string[] {
  const header = parseRecord(text) ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new ShapeError(
    `Expected a CSV file, separated by commas, with the columns ${columns.join(', ')}; ${missing.join(', ')} missing in its first line: ${show(text)}.`,
  );
}

/** Gives out the records that the lines hold. @returns the lines that may belong to a record whose end is still to come */
function* settle<Column extends string>(
  lines: TextLine[],
  header: readonly string[],
  isEnd: boolean,
): Generator<RawRecord<CsvRecord<Column>>, TextLine[]> {
  const rows = oneEach(lines, header.length);
  if (rows) {
    for (const [i, line] of lines.entries()) yield toRecord(line.number, rows[i] ?? [], header);
    return [];
  }
  let rest = lines;
  for (let first = rest[0]; first; first = rest[0]) {
    const found = first.text.trim() === '' ? emptyLine : firstRecord(rest, header.length);
    if (found === 'unclosed' && !isEnd && rest.length < mostLinesOfARecord) return rest;
    if (typeof found === 'string') yield { number: first.number, problem: explain(first.text, header.length) };
    else if (found.values) yield toRecord(first.number, found.values, header);
    rest = rest.slice(typeof found === 'string' ? 1 : found.lines);
  }
  return rest;
}

/** The values of these lines if each of them is a record, as is nearly always the case. */
function oneEach(lines: readonly TextLine[], width: number): string[][] | undefined {
  if (lines.some(({ text }) => hasOpenQuote(text))) return undefined;
  const rows = parseRows(textOf(lines));
  return rows?.length === lines.length && rows.every((row) => row.length === width) ? rows : undefined;
}

const textOf = (lines: readonly TextLine[]) => lines.map(({ text }) => text).join('\n');

interface FoundRecord {
  values?: string[];
  /** So many lines it takes. */
  lines: number;
}

const emptyLine: FoundRecord = { lines: 1 };

/** The record that the first of these lines begins; `unclosed` when its end is not among them. */
function firstRecord(lines: readonly TextLine[], width: number): FoundRecord | 'unclosed' | 'broken' {
  for (let count = 1; count <= Math.min(lines.length, mostLinesOfARecord); count++) {
    const text = textOf(lines.slice(0, count));
    if (hasOpenQuote(text)) continue;
    const values = parseRecord(text);
    return values?.length === width ? { values, lines: count } : 'broken';
  }
  return 'unclosed';
}

function explain(text: string, width: number) {
  const values = parseRecord(text);
  const got = values ? `${values.length}: ${show(text)}` : `quotes that do not match: ${show(text)}`;
  return { expected: `${width} values`, got };
}

function toRecord<Column extends string>(
  number: number,
  values: readonly string[],
  header: readonly string[],
): RawRecord<CsvRecord<Column>> {
  const garbled = values.find((value) => !isUtf8(value));
  if (garbled !== undefined) return { number, problem: { expected: utf8Expected, got: show(garbled) } };
  // The header was checked for all columns.
  const value = Object.fromEntries(header.map((name, i) => [name, values[i] ?? ''])) as CsvRecord<Column>;
  return { number, value };
}
