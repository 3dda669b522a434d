import type { PaperCodes } from '../domain/ports.ts';
import { codeNames, type CodeName } from '../domain/procedures/input-name.ts';
import { readCode } from '../domain/procedures/security-code.ts';

/** What back offices call the codes, in both interfaces; one writes the names small, the other large. */
const theirNames: Record<CodeName, string> = {
  sealCodeFront: 'siegelvorn',
  sealCodeRear: 'siegelhinten',
  certificateOneCode: 'zb1',
  certificateTwoCode: 'zb2',
};

/** The codes among what a back office told; undefined where one cannot be a code, or where there is none at all. */
export function readPaperCodes(told: Readonly<Record<string, string | undefined>>): PaperCodes | undefined {
  const byName = new Map(Object.entries(told).map(([name, text]) => [name.toLowerCase(), text]));
  const codes: Partial<Record<CodeName, string>> = {};
  for (const name of codeNames) {
    const text = byName.get(theirNames[name]);
    if (text === undefined) continue;
    const code = readCode(name, text);
    if (code === null) return undefined;
    codes[name] = code;
  }
  return Object.keys(codes).length > 0 ? codes : undefined;
}
