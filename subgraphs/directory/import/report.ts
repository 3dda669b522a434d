import type { WriteCounts } from '../storage/upsert.ts';
import type { Outcome, Problem } from './catalogue-record.ts';

/** What an import did: `read` = `inserted` + `updated` + `unchanged` + `repeated` + `skipped`. */
export interface ImportReport extends WriteCounts {
  read: number;
  /** Records that say the same as one before them. */
  repeated: number;
  /** Records that cannot be used. */
  skipped: number;
  /** Why, for the first of them. */
  problems: (Problem & { line: number })[];
  /** Records that were taken, but not as a whole. */
  remarked: number;
  remarks: { line: number; text: string }[];
  /** Further things that the records brought along. */
  added: number;
  addedWhat: string | undefined;
}

/** So many problems and remarks are kept to be shown; all are counted. */
const mostKept = 20;

export interface ReportBuilder {
  result: ImportReport;
  /** Counts a record. @returns its row, when there is one to write */
  take<Row>(line: number, outcome: Outcome<Row>): Row | undefined;
  count(written: WriteCounts & { added?: number }): void;
}

export function createReport(addedWhat: string | undefined): ReportBuilder {
  const result: ImportReport = {
    read: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    repeated: 0,
    skipped: 0,
    problems: [],
    remarked: 0,
    remarks: [],
    added: 0,
    addedWhat,
  };
  const remark = (line: number, text: string) => {
    if (result.remarks.length < mostKept) result.remarks.push({ line, text });
  };
  return {
    result,
    take(line, outcome) {
      result.read += 1;
      if ('row' in outcome) {
        if (outcome.remark) {
          result.remarked += 1;
          remark(line, outcome.remark);
        }
        return outcome.row;
      }
      if ('repeats' in outcome) {
        result.repeated += 1;
        remark(line, outcome.repeats);
        return undefined;
      }
      result.skipped += 1;
      if (result.problems.length < mostKept) result.problems.push({ line, ...outcome.problem });
      return undefined;
    },
    count({ inserted, updated, unchanged, added = 0 }) {
      result.inserted += inserted;
      result.updated += updated;
      result.unchanged += unchanged;
      result.added += added;
    },
  };
}

const number = (count: number) => count.toLocaleString('en-GB');

/** The report as text for people. */
export function printReport(report: ImportReport): string {
  const { read, inserted, updated, unchanged, repeated, skipped, remarked, added, addedWhat } = report;
  const lines = [
    `${number(read)} records read: ${number(inserted)} inserted, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(repeated)} repeated, ${number(skipped)} skipped.`,
  ];
  if (added > 0) lines.push(`Besides: ${number(added)} ${addedWhat ?? 'added'}.`);
  if (skipped > 0) lines.push('Skipped:');
  for (const { line, expected, got } of report.problems) lines.push(`  line ${line}: expected ${expected}, got ${got}`);
  if (skipped > report.problems.length) lines.push(`  and ${number(skipped - report.problems.length)} more`);
  if (remarked + repeated > 0) lines.push('Remarks:');
  for (const { line, text } of report.remarks) lines.push(`  line ${line}: ${text}`);
  const unsaid = remarked + repeated - report.remarks.length;
  if (unsaid > 0) lines.push(`  and ${number(unsaid)} more`);
  return `${lines.join('\n')}\n`;
}
