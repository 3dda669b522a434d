import { z } from 'zod';
import { sumOfCents } from './cents.ts';

const text = z.object({ de: z.string().min(1).max(250), en: z.string().min(1).max(250).nullish() });

/** What stands in a fee demand beside the registered claims of a JWT (decision 007). */
const claims = z.object({
  iss: z.string(),
  jti: z.string().min(1).max(100),
  sub: z.string().min(1).max(100),
  exp: z.number(),
  authority: z.string().regex(/^(\d{2}|\d{5}|\d{8})$/),
  purpose: text,
  lines: z
    .array(
      z.object({
        number: z.string().min(1).max(50).nullish(),
        text,
        cents: z.number().int().min(1),
      }),
    )
    .min(1)
    .max(50),
});

/** Under this name payments demands the open fees that it keeps itself; no other service can have it. */
export const ownClient = 'payments';

/** A text as the demanding authority gave it; English only where it did. */
export interface DemandText {
  de: string;
  en: string | null;
}

export interface DemandLine {
  /** Number in the fee schedule; null for a surcharge that has none. */
  number: string | null;
  text: DemandText;
  cents: number;
}

/** What an authority asks to be paid, as its service signed it. */
export interface FeeDemand {
  /** Name of the demanding service. */
  client: string;
  id: string;
  /** Names the case at the demanding service; nothing is read into it here. */
  caseReference: string;
  /** Area of the authority that is paid, AGS. */
  authority: string;
  purpose: DemandText;
  lines: readonly DemandLine[];
  /** Sum of the lines. */
  cents: number;
  expiresAt: Date;
}

const textOf = ({ de, en }: z.infer<typeof text>): DemandText => ({ de, en: en ?? null });

/** Reads the claims of a token whose signature was verified; null where they are no fee demand, or ask for more than one payment can be. */
export function readFeeDemand(payload: unknown): FeeDemand | null {
  const { data } = claims.safeParse(payload);
  if (!data) return null;
  const lines = data.lines.map((line) => ({ number: line.number ?? null, text: textOf(line.text), cents: line.cents }));
  const cents = totalOf(lines);
  if (cents === null) return null;
  const { iss: client, jti: id, sub: caseReference, authority } = data;
  const expiresAt = new Date(data.exp * 1_000);
  return { client, id, caseReference, authority, purpose: textOf(data.purpose), lines, cents, expiresAt };
}

function totalOf(lines: readonly DemandLine[]): number | null {
  try {
    return sumOfCents(lines.map(({ cents }) => cents));
  } catch {
    return null;
  }
}

/** Whether a client may demand for an authority: an AGS, the beginning of some followed by `*`, or `*` for all. */
export function mayDemandFor(authorities: readonly string[], ags: string): boolean {
  return authorities.some((allowed) =>
    allowed.endsWith('*') ? ags.startsWith(allowed.slice(0, -1)) : allowed === ags,
  );
}
