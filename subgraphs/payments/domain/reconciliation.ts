/** A movement on an authority's account: at the provider, or as it is known here. */
export interface Movement {
  kind: 'PAYMENT' | 'REFUND';
  /** The transaction, for a refund the refund: the same at both ends. */
  subject: string;
  /** Positive for what comes in, negative for a refund. */
  cents: number;
}

export interface SettledMovement extends Movement {
  /** Names the line of the settlement file. */
  lineId: string;
}

/** UNDERPAID: a transfer of less than the fee that it names, which stays open. */
export const differenceKinds = ['MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'DUPLICATE', 'UNDERPAID'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export const resolutions = ['STATUS_ASKED', 'SETTLED_LATER', 'GIVEN_BACK', 'RECEIVED', 'WRITTEN_OFF'] as const;
export type Resolution = (typeof resolutions)[number];

export interface Difference {
  kind: DifferenceKind;
  /** The transaction or refund; for a duplicate the line of the file. */
  subject: string;
  oursCents: number | null;
  theirsCents: number | null;
}

/** Compares a day's settlement with what is known here. Every line and every movement is either matched or in exactly one difference. */
export function compare(ours: readonly Movement[], theirs: readonly SettledMovement[]): Difference[] {
  const known = new Map(ours.map((movement) => [keyOf(movement), movement]));
  const seen = new Set<string>();
  const differences: Difference[] = [];
  for (const line of theirs) {
    const own = known.get(keyOf(line));
    if (seen.has(keyOf(line)))
      differences.push({ kind: 'DUPLICATE', subject: line.lineId, oursCents: null, theirsCents: line.cents });
    else if (!own)
      differences.push({ kind: 'MISSING_HERE', subject: line.subject, oursCents: null, theirsCents: line.cents });
    else if (own.cents !== line.cents)
      differences.push({
        kind: 'AMOUNT_DIFFERS',
        subject: line.subject,
        oursCents: own.cents,
        theirsCents: line.cents,
      });
    seen.add(keyOf(line));
  }
  for (const own of ours)
    if (!seen.has(keyOf(own)))
      differences.push({ kind: 'MISSING_THERE', subject: own.subject, oursCents: own.cents, theirsCents: null });
  return differences;
}

const keyOf = ({ kind, subject }: Movement) => `${kind} ${subject}`;

/** How a clerk can resolve a difference; the other resolutions come by themselves. What is too much was given back, what was too little was received. */
export function fits(
  { kind, oursCents, theirsCents }: Pick<Difference, 'kind' | 'oursCents' | 'theirsCents'>,
  resolution: Resolution,
): boolean {
  if (resolution === 'WRITTEN_OFF') return true;
  if (kind === 'MISSING_THERE') return false;
  const tooMuch = (theirsCents ?? 0) - (kind === 'AMOUNT_DIFFERS' ? (oursCents ?? 0) : 0);
  return resolution === (tooMuch > 0 ? 'GIVEN_BACK' : 'RECEIVED');
}
