import type { DataObject } from '../field-failure.ts';
import type { Check } from './conditions.ts';
import type { Completion, Writer } from './completion.ts';

/** A field of an object as the response has it. */
export interface FieldWriter {
  /** Key in the data. */
  key: string;
  /** The client's name. */
  name: string;
  write: Writer;
  when: Check | undefined;
}

/** Writes an object that is known to be one. */
export type ObjectWriter = (object: DataObject, completion: Completion) => string | undefined;

/** Compiles an object; `depth` is the number of path segments down to it. */
export function compileObject(fields: readonly FieldWriter[], depth: number): ObjectWriter {
  if (fields.length === 0) return () => '{}';
  return fields.some(({ when }) => when) ? withChecks(fields, depth) : withoutChecks(fields, depth);
}

function withoutChecks(fields: readonly FieldWriter[], depth: number): ObjectWriter {
  const steps = fields.map(({ key, name, write }, index) => {
    return { key, name, write, prefix: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:` };
  });
  return (object, completion) => {
    const { path } = completion;
    let text = '';
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index]!;
      path[depth] = step.name;
      const value = step.write(object[step.key], completion);
      if (value === undefined) return undefined;
      text += step.prefix + value;
    }
    return `${text}}`;
  };
}

function withChecks(fields: readonly FieldWriter[], depth: number): ObjectWriter {
  const steps = fields.map((field) => ({ ...field, prefix: `${JSON.stringify(field.name)}:` }));
  return (object, completion) => {
    const { path, variables } = completion;
    let text = '';
    for (const { key, name, prefix, write, when } of steps) {
      if (when && !when(variables)) continue;
      path[depth] = name;
      const value = write(object[key], completion);
      if (value === undefined) return undefined;
      text += (text === '' ? prefix : `,${prefix}`) + value;
    }
    return `{${text}}`;
  };
}
