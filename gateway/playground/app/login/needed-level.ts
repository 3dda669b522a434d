import { isRecord } from '../settings.ts';

/** Levels of assurance, lowest first. */
const LEVELS = ['NORMAL', 'SUBSTANTIAL', 'HIGH'];

/** The level that would get what an answer lacks: the highest that its refusals name. */
export function neededLevel(answer: unknown): string | undefined {
  if (!isRecord(answer) || !Array.isArray(answer['errors'])) return undefined;
  const needed = answer['errors'].flatMap((error: unknown) => {
    const extensions = isRecord(error) && isRecord(error['extensions']) ? error['extensions'] : {};
    const { code, required } = { code: undefined, required: undefined, ...extensions };
    return code === 'ASSURANCE_TOO_LOW' && typeof required === 'string' && LEVELS.includes(required) ? [required] : [];
  });
  return needed.toSorted((one, other) => LEVELS.indexOf(other) - LEVELS.indexOf(one))[0];
}
