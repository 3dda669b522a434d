import type { Kysely, Transaction } from 'kysely';
import type { DirectoryDatabase } from '../storage/database.ts';
import type { WriteCounts } from '../storage/upsert.ts';
import { ShapeError, type Outcome, type RawRecord, type TextLine } from './catalogue-record.ts';
import { createReport, type ImportReport } from './report.ts';

/** A public catalogue: how its file is read and what its records become. */
export interface CatalogueDefinition<Value, Row> {
  /** Name of the command. */
  name: string;
  /** What the file must be, for help texts and messages. */
  description: string;
  records(lines: AsyncIterable<TextLine>): AsyncIterable<RawRecord<Value>>;
  /** Makes what checks the records of one file; it may remember what came before. */
  createReader(): (value: Value) => Outcome<Row>;
  write(db: Transaction<DirectoryDatabase>, rows: readonly Row[]): Promise<WriteCounts & { added?: number }>;
  /** What `added` of {@link write} counts: things written besides the rows. */
  addedWhat?: string;
}

export interface Catalogue {
  name: string;
  description: string;
  /**
   * Imports a file: in batches, each a transaction, so that a second run after a failure only brings what is missing.
   * @throws ShapeError when the file is not of this shape at all
   */
  importLines(db: Kysely<DirectoryDatabase>, lines: AsyncIterable<TextLine>): Promise<ImportReport>;
}

const batchSize = 500;

export function defineCatalogue<Value, Row>(definition: CatalogueDefinition<Value, Row>): Catalogue {
  const { name, description } = definition;
  return { name, description, importLines: (db, lines) => importRecords(definition, db, lines) };
}

async function importRecords<Value, Row>(
  definition: CatalogueDefinition<Value, Row>,
  db: Kysely<DirectoryDatabase>,
  lines: AsyncIterable<TextLine>,
): Promise<ImportReport> {
  const report = createReport(definition.addedWhat);
  const readRecord = definition.createReader();
  let batch: Row[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = batch;
    batch = [];
    report.count(await db.transaction().execute((transaction) => definition.write(transaction, rows)));
  };
  for await (const record of definition.records(lines)) {
    const outcome = 'problem' in record ? record : readRecord(record.value);
    const row = report.take(record.number, outcome);
    if (row !== undefined) batch.push(row);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  if (report.result.skipped > 0 && report.result.skipped === report.result.read)
    throw noneUsable(definition, report.result);
  return report.result;
}

function noneUsable({ description }: { description: string }, { read, problems }: ImportReport): ShapeError {
  const [first] = problems;
  const example = first ? ` Line ${first.line}: expected ${first.expected}, but got ${first.got}.` : '';
  return new ShapeError(`Expected ${description}, but none of its ${read} records is usable.${example}`);
}
