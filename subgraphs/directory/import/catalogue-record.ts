/** One line of a text file. */
export interface TextLine {
  /** From 1. */
  number: number;
  text: string;
}

/** Why a record cannot be used. */
export interface Problem {
  expected: string;
  got: string;
}

/** A record as the file's format gives it, or why it is none. */
export type RawRecord<Value> = { number: number; value: Value } | { number: number; problem: Problem };

/** What a catalogue makes of a record: a row to write, the same as one before, or nothing usable. */
export type Outcome<Row> = { row: Row; remark?: string } | { repeats: string } | { problem: Problem };

/** The file as a whole is not what was announced: nothing of it can be used. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

const longestShown = 80;

/** What came, short enough for a message and in one line. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}
