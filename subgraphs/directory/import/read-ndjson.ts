import type { z } from 'zod';
import { ShapeError, show, type RawRecord, type TextLine } from './catalogue-record.ts';
import { isUtf8, utf8Expected } from './read-lines.ts';

/**
 * The records of a file with one JSON value a line, each checked against a schema.
 * @throws ShapeError when there is no line at all
 */
export async function* readNdjson<Value>(
  lines: AsyncIterable<TextLine>,
  schema: z.ZodType<Value>,
): AsyncGenerator<RawRecord<Value>> {
  let count = 0;
  for await (const { number, text } of lines) {
    if (text.trim() === '') continue;
    count += 1;
    yield parseLine(number, text, schema);
  }
  if (count === 0) throw new ShapeError('Expected a file with one JSON object a line, but it is empty.');
}

function parseLine<Value>(number: number, text: string, schema: z.ZodType<Value>): RawRecord<Value> {
  if (!isUtf8(text)) return { number, problem: { expected: utf8Expected, got: show(text) } };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { number, problem: { expected: 'a JSON object', got: show(text) } };
  }
  const result = schema.safeParse(json);
  if (result.success) return { number, value: result.data };
  const [issue] = result.error.issues;
  return { number, problem: { expected: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, got: show(text) } };
}
