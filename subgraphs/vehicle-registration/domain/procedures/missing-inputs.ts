import type { ProcedureKind } from '../procedure-kind.ts';
import { inputsAsked } from './definition.ts';
import { isCodeName, type CodeName, type InputName, type InputValues } from './input-name.ts';

/** The inputs that a procedure still needs before it can be checked. */
export function missingInputs(
  kind: ProcedureKind,
  isKeeper: boolean,
  values: InputValues,
  codes: readonly CodeName[],
): InputName[] {
  const isGiven = (name: InputName) => (isCodeName(name) ? codes.includes(name) : values[name] !== undefined);
  return inputsAsked(kind, isKeeper)
    .filter(({ name, isRequired }) => isRequired && !isGiven(name))
    .map(({ name }) => name);
}
