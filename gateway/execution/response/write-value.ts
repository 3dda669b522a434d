import { FieldFailure } from '../field-failure.ts';
import type { DataObject } from '../field-failure.ts';
import type { Position, Writer } from './completion.ts';
import type { ObjectWriter } from './write-object.ts';

/** A position that holds an object: null, failures and other kinds of value are dealt with before `write` sees it. */
export function objectValueWriter(write: ObjectWriter, position: Position): Writer {
  const { nonNull } = position;
  return (value, completion) => {
    if (value === null || value === undefined) return completion.absent(value, position);
    if (completion.hasFailures && value instanceof FieldFailure) return completion.absent(value, position);
    if (typeof value !== 'object' || Array.isArray(value)) {
      if (typeof value === 'function') return completion.absent(undefined, position);
      return completion.fail(
        `Expected an object for ${position.label}, but its subgraph gave something else.`,
        position,
      );
    }
    const mark = completion.errors.length;
    const text = write(value as DataObject, completion);
    return text === undefined && !nonNull ? completion.settle(mark) : text;
  };
}

/** A position that holds a list. */
export function listWriter(write: Writer, position: Position): Writer {
  const { depth, nonNull, label } = position;
  return (value, completion) => {
    if (!Array.isArray(value)) {
      if (value === null || value === undefined || value instanceof FieldFailure)
        return completion.absent(value, position);
      return completion.fail(`Expected Iterable, but did not find one for field "${label}".`, position);
    }
    const mark = completion.errors.length;
    const { path } = completion;
    const { length } = value;
    let text = '[';
    for (let index = 0; index < length; index++) {
      path[depth] = index;
      const element = write(value[index], completion);
      if (element === undefined) return nonNull ? undefined : completion.settle(mark);
      text += index === 0 ? element : `,${element}`;
    }
    return `${text}]`;
  };
}
