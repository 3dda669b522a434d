import { randomInt } from 'node:crypto';

/** The codes under new seals and on new certificates, as far as a decision brought new ones. */
export interface Papers {
  siegelVorn?: string;
  siegelHinten?: string;
  zb1?: string;
  zb2?: string;
}

/** Digits and letters that nobody takes for one another. */
const readable = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789';
const capitals = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const drawn = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

const seals = (): Papers => ({ siegelVorn: drawn(readable, 3), siegelHinten: drawn(readable, 3) });
const certificateOne = (): Papers => ({ zb1: drawn(readable, 7) });

/**
 * Prints what a decision brings. A change of address with the plate kept: a new certificate I. A vehicle that is taken off the road: nothing, and new seals when that
 * is taken back. Everything else: new seals and both certificates.
 * @param decision `stattgegeben` or `aufgehoben`; any other brings nothing
 */
export function papersFor(kind: string, decision: string): Papers | null {
  if (decision !== 'stattgegeben' && decision !== 'aufgehoben') return null;
  if (kind === 'DE_REGISTRATION') return decision === 'aufgehoben' ? seals() : null;
  if (kind === 'ADDRESS_CHANGE_PLATE_KEPT') return certificateOne();
  return { ...seals(), ...certificateOne(), zb2: drawn(capitals, 12) };
}
