import type { Text } from '../../../kit/data/text.ts';
import type { ProcedureBlock } from '../procedure-block.ts';
import type { InputName } from './input-name.ts';
import { problemTexts, type ProcedureProblemCode } from './problem-texts.ts';

/** Why something was not done with a procedure or a plate. */
export interface ProcedureProblem {
  code: string;
  /** The input that it is about; null for the whole. */
  field: InputName | null;
  message: Text;
  remedy: Text | null;
}

/** A problem with its texts. `{…}` in a text is replaced by the value of that name. */
export function procedureProblem(
  code: ProcedureProblemCode,
  field: InputName | null = null,
  values: Readonly<Record<string, string | number>> = {},
): ProcedureProblem {
  const { message, remedy } = problemTexts[code];
  return { code, field, message: filled(message, values), remedy: remedy && filled(remedy, values) };
}

/** A problem whose text is known already, e.g. of a plate or a VIN. */
export function inputProblem(code: string, field: InputName, message: Text): ProcedureProblem {
  return { code, field, message, remedy: null };
}

/** What stands in the way of a procedure, as a problem of one that was started. */
export function problemOfBlock({ code, message, remedy }: ProcedureBlock): ProcedureProblem {
  return { code, field: null, message, remedy };
}

function filled({ de, en }: Text, values: Readonly<Record<string, string | number>>): Text {
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { de: fill(de), en: fill(en) };
}
